package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;

/**
 * When open rows are committed: as soon as one of the three is reached.
 *
 * @param interval age of the oldest open row
 * @param rows number of open rows
 * @param bytes size of the records they came from
 */
public record CommitPace(Duration interval, long rows, long bytes) {

    public CommitPace {
        if (interval.isNegative() || interval.isZero() || rows < 1 || bytes < 1) {
            throw new IllegalArgumentException("interval, rows and bytes must be positive");
        }
    }
}
