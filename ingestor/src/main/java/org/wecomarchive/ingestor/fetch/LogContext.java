package org.wecomarchive.ingestor.fetch;

import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/** What every log line of the fetch thread says: the coordinates of Connect's own task thread, and the corp. */
final class LogContext implements AutoCloseable {

    private static final String CORP = "corp";

    private LogContext() {}

    /** The context of the calling thread, to be opened in another one. */
    static Map<String, String> current() {
        return Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    }

    /** Sets the context of this thread until it is closed. */
    static LogContext open(Map<String, String> inherited, String corpId) {
        inherited.forEach(MDC::put);
        MDC.put(CORP, corpId);
        return new LogContext();
    }

    @Override
    public void close() {
        MDC.clear();
    }
}
