package org.wecomarchive.sinkelasticsearch.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 100 ms, doubled with every failure in a row up to a cap, less up to half of it at
 * random, so that many tasks do not come back together; where a person must act, always the cap. Safe for several threads.
 */
public final class Pauses {

    private static final long FIRST_MS = 100;
    private static final int MAX_DOUBLINGS = 20;

    private final Duration cap;
    private final RandomGenerator random;

    public Pauses(Duration cap, RandomGenerator random) {
        this.cap = cap;
        this.random = random;
    }

    /** The pause after failure 1, 2, … in a row. */
    public Duration after(int failures) {
        long nominalMs = Math.min(cap.toMillis(), FIRST_MS << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofMillis(nominalMs - random.nextLong(nominalMs / 2 + 1));
    }

    /** The pause while a person must act. */
    public Duration forOperator() {
        return cap;
    }
}
