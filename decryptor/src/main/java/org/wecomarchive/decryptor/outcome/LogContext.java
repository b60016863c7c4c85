package org.wecomarchive.decryptor.outcome;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.slf4j.MDC;
import org.wecomarchive.schemas.HeaderNames;

/** The record a thread works on, in every line it logs meanwhile: {@code topic}, {@code partition}, {@code offset}, {@code seq}. */
public final class LogContext implements AutoCloseable {

    /** Headers of a raw record are somebody else's bytes: only a number goes into a log. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

    private LogContext() {}

    public static LogContext of(RecordPosition at, Headers headers) {
        MDC.put("topic", at.topic());
        MDC.put("partition", Integer.toString(at.partition()));
        MDC.put("offset", Long.toString(at.offset()));
        OutcomeHeaders.text(headers, HeaderNames.SEQ)
                .filter(seq -> NUMBER.matcher(seq).matches())
                .ifPresent(seq -> MDC.put("seq", seq));
        return new LogContext();
    }

    @Override
    public void close() {
        List.of("topic", "partition", "offset", "seq").forEach(MDC::remove);
    }
}
