package org.wecomarchive.decryptor.outcome;

import org.apache.kafka.common.header.Headers;
import org.slf4j.MDC;
import org.wecomarchive.schemas.HeaderNames;

/** The record a thread works on, in every line it logs meanwhile: {@code topic}, {@code partition}, {@code offset}, {@code seq}. */
public final class LogContext implements AutoCloseable {

    private static final int MOST_DIGITS = 20;

    private LogContext() {}

    public static LogContext of(RecordPosition at, Headers headers) {
        MDC.put("topic", at.topic());
        MDC.put("partition", Integer.toString(at.partition()));
        MDC.put("offset", Long.toString(at.offset()));
        OutcomeHeaders.text(headers, HeaderNames.SEQ)
                .filter(LogContext::isNumber)
                .ifPresent(seq -> MDC.put("seq", seq));
        return new LogContext();
    }

    /** Headers of a raw record are somebody else's bytes: only what is a number goes into a log. */
    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void close() {
        MDC.remove("topic");
        MDC.remove("partition");
        MDC.remove("offset");
        MDC.remove("seq");
    }
}
