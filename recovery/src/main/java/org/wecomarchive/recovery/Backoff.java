package org.wecomarchive.recovery;

import java.time.Duration;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * Pauses between attempts: a first one, doubled with every failure in a row up to a cap, each 20 % shorter or longer at random
 * so that many which failed together do not come back together. Safe for any number of threads.
 */
public final class Backoff {

    private static final double JITTER = 0.2;

    private final Duration cap;
    private final ExponentialBackoff pauses;

    /**
     * @param first at least 1 ms
     * @param cap at least {@code first}; no pause is longer
     */
    public Backoff(Duration first, Duration cap) {
        if (first.toMillis() < 1 || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("1 ms <= first <= cap must hold: " + first + ", " + cap);
        }
        this.cap = cap;
        this.pauses = new ExponentialBackoff(first.toMillis(), 2, cap.toMillis(), JITTER);
    }

    /**
     * The pause after a failure.
     *
     * @param failures in a row so far, this one included: from 1
     */
    public Duration after(int failures) {
        return Duration.ofMillis(pauses.backoff(failures - 1L));
    }

    /** The longest pause. */
    public Duration cap() {
        return cap;
    }
}
