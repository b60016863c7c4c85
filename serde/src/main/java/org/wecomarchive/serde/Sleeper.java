package org.wecomarchive.serde;

import java.time.Duration;

/** Lets time pass; injected, so that tests do not wait. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration delay) throws InterruptedException;

    /** Sleeps for real. */
    static Sleeper system() {
        return delay -> Thread.sleep(delay.toMillis());
    }
}
