package org.wecomarchive.sinkelasticsearch.pace;

import java.time.Duration;

/** The only way this module waits for time to pass. */
@FunctionalInterface
public interface Sleeper {

    /** Returns after {@code pause}; at once when it is zero. */
    void sleep(Duration pause) throws InterruptedException;

    /** Sleeps for real. */
    static Sleeper system() {
        return pause -> Thread.sleep(pause.toMillis());
    }
}
