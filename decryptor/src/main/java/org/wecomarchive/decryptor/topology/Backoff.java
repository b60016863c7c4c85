package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that double from attempt to attempt, with jitter so that instances do not knock in step.
 *
 * @param first before the second attempt
 * @param most cap
 * @param random at least 0 and below 1
 */
public record Backoff(Duration first, Duration most, DoubleSupplier random) {

    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("not a growing pause: " + first + " to " + most);
        }
    }

    /**
     * The pause after an attempt has failed: between half and all of its share.
     *
     * @param attempt from 1
     */
    public Duration after(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt - 1, MOST_DOUBLINGS);
        double share = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(Math.round(share / 2 + share / 2 * random.getAsDouble()));
    }
}
