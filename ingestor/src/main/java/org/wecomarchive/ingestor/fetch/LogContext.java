package org.wecomarchive.ingestor.fetch;

import org.slf4j.MDC;

/** Names the corp in every log line of a thread for as long as it is open. */
final class LogContext implements AutoCloseable {

    private static final String CORP = "corp";

    private LogContext() {}

    static LogContext of(String corpId) {
        MDC.put(CORP, corpId);
        return new LogContext();
    }

    @Override
    public void close() {
        MDC.remove(CORP);
    }
}
