package org.wecomarchive.recovery;

import java.time.Duration;

/** Lets time pass; injected, so that tests do not wait. */
@FunctionalInterface
public interface Sleeper {

    /** Returns after {@code pause}; at once when it is zero. */
    void sleep(Duration pause) throws InterruptedException;

    /** Sleeps for real. */
    static Sleeper system() {
        return pause -> Thread.sleep(pause.toMillis());
    }
}
