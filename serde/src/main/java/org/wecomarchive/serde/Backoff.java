package org.wecomarchive.serde;

import java.time.Duration;
import java.util.Random;

/** Delays between attempts: the first one, doubled with every attempt up to a cap, less up to half of it at random. */
final class Backoff {

    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration cap;
    private final Random random;

    Backoff(Duration first, Duration cap, Random random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    /** The delay after attempt 1, 2, …: at least half of the nominal one. */
    Duration delayAfter(int attempt) {
        long nominalMs = Math.min(cap.toMillis(), first.toMillis() << Math.min(attempt - 1, MAX_DOUBLINGS));
        return Duration.ofMillis(nominalMs - (long) (random.nextDouble() * nominalMs / 2));
    }
}
