package org.wecomarchive.ingestor.pace;

import java.time.Duration;

/** Pauses between empty pages: doubling from a first one to a cap, none after a page with records. Not thread-safe. */
public final class IdlePause {

    private final Duration first;
    private final Duration cap;
    private Duration upcoming;

    public IdlePause(Duration first, Duration cap) {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < first <= cap must hold: " + first + ", " + cap);
        }
        this.first = first;
        this.cap = cap;
        this.upcoming = first;
    }

    /** The pause after one more empty page. */
    public Duration next() {
        Duration pause = upcoming;
        Duration doubled = pause.multipliedBy(2);
        upcoming = doubled.compareTo(cap) > 0 ? cap : doubled;
        return pause;
    }

    /** To be called after a page with records. */
    public void reset() {
        upcoming = first;
    }
}
