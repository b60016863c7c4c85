package org.wecomarchive.decryptor.topology;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Never skips a record: every exception of the processor ends its thread, and is logged where it is decided what comes
 * next. Kafka's own handler of this kind logs the record's coordinates and the exception a second time.
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
