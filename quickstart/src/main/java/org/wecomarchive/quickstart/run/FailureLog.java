package org.wecomarchive.quickstart.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.RedactedException;

/** Writes to the log why a run failed; apart from the main class, which must not open the log before it knows where it is. */
public final class FailureLog {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {}

    /** As a handler for threads that end with an exception: why they do is logged where it is decided. */
    public static void log(Thread thread, Throwable end) {
        log.warn("the thread {} ended with {}", thread.getName(), end.getClass().getSimpleName());
    }

    public static void log(Exception failure) {
        log.error("the run failed: {}", RedactedException.of(failure).trace());
    }
}
