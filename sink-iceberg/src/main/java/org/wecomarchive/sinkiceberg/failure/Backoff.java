package org.wecomarchive.sinkiceberg.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts: each twice the one before up to a cap, of which a random half is taken off so that
 * tasks that failed together do not come back together. Not thread-safe.
 */
public final class Backoff {

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private Duration ceiling;
    private int attempts;

    public Backoff(Duration first, Duration cap, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < first <= cap must hold: " + first + ", " + cap);
        }
        this.first = first;
        this.cap = cap;
        this.random = random;
        this.ceiling = first;
    }

    /** The next pause: between half of its ceiling and the ceiling, which is at most the cap. */
    public Duration next() {
        long most = ceiling.toNanos();
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(cap) > 0 ? cap : doubled;
        attempts++;
        return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
    }

    /** Failures in a row so far. */
    public int attempts() {
        return attempts;
    }

    /** To be called after a success. */
    public void reset() {
        ceiling = first;
        attempts = 0;
    }
}
