package org.wecomarchive.decryptor.topology;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Never skips a record: every exception of the processor ends its stream thread. The class that decides whether the thread is
 * replaced logs the exception; Kafka's own handler of this kind would log it, and the record's coordinates, a second time.
 */
public final class StopOnFailure implements ProcessingExceptionHandler {

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing to configure.
    }
}
