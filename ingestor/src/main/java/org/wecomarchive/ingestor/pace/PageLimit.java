package org.wecomarchive.ingestor.pace;

/**
 * How many records to ask for: halved after a crash or a time-out, grown by a tenth of the maximum after each good page
 * (additive increase, multiplicative decrease). Invariant: 1 ≤ current ≤ maximum. Not thread-safe.
 */
public final class PageLimit {

    private final int maximum;
    private int current;

    public PageLimit(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("maximum must be at least 1: " + maximum);
        }
        this.maximum = maximum;
        this.current = maximum;
    }

    public int current() {
        return current;
    }

    /** To be called after a crash or a time-out. */
    public void shrink() {
        current = Math.max(1, current / 2);
    }

    /** To be called after a page that arrived. */
    public void grow() {
        current = Math.min(maximum, current + Math.max(1, maximum / 10));
    }
}
