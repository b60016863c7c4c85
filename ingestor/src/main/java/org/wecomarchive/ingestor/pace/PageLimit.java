package org.wecomarchive.ingestor.pace;

import java.time.Duration;

/**
 * How many records to ask for: halved after a crash or a time-out and where one record of the page is at fault, grown by a tenth
 * of the maximum after each good page, but at most doubled (additive increase, multiplicative decrease). A size that WeCom refuses is not asked for again for an hour.
 *
 * <p>Invariant: 1 ≤ current ≤ ceiling ≤ maximum. Not thread-safe.
 */
public final class PageLimit {

    private static final Duration CEILING_HOLDS = Duration.ofHours(1);

    private final int maximum;
    private int current;
    private int ceiling;
    private Duration ceilingSince = Duration.ZERO;

    public PageLimit(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("maximum must be at least 1: " + maximum);
        }
        this.maximum = maximum;
        this.current = maximum;
        this.ceiling = maximum;
    }

    public int current() {
        return current;
    }

    /** To be called after a crash or a time-out, and where a smaller page may arrive. */
    public void shrink() {
        current = Math.max(1, current / 2);
    }

    /**
     * To be called when WeCom says that a page of this size is too large.
     *
     * @param now elapsed time
     */
    public void refuse(Duration now) {
        shrink();
        ceiling = current;
        ceilingSince = now;
    }

    /**
     * To be called after a page that arrived.
     *
     * @param now elapsed time
     */
    public void grow(Duration now) {
        if (now.minus(ceilingSince).compareTo(CEILING_HOLDS) >= 0) {
            ceiling = maximum;
        }
        current = Math.min(ceiling, current + Math.max(1, Math.min(current, maximum / 10)));
    }
}
