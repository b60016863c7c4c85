package org.wecomarchive.decryptor.follow;

import java.time.Duration;

/** Waits between attempts; the one place that sleeps. */
public interface Pauses {

    /**
     * Waits, or returns early when the program stops.
     *
     * @return whether the program goes on
     */
    boolean pause(Duration duration);
}
