package org.wecomarchive.sinkiceberg.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When to commit and how long to wait.
 *
 * @param pace when open rows are committed
 * @param setbacks what a failure costs
 * @param clock time of day
 */
public record FeedPolicy(CommitPace pace, Setbacks setbacks, Clock clock) {

    boolean isDue(long rows, long bytes, Instant oldest) {
        return rows >= pace.rows()
                || bytes >= pace.bytes()
                || untilDue(oldest).isZero()
                || untilDue(oldest).isNegative();
    }

    Duration untilDue(Instant oldest) {
        return Duration.between(clock.instant(), oldest.plus(pace.interval()));
    }
}
