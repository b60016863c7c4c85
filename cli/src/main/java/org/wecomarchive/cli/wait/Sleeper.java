package org.wecomarchive.cli.wait;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

    void sleep(Duration pause) throws InterruptedException;

    /** The real one. */
    static Sleeper real() {
        return pause -> Thread.sleep(pause.toMillis());
    }
}
