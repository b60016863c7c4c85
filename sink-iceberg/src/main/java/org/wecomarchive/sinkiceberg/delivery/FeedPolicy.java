package org.wecomarchive.sinkiceberg.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Sleeper;

/**
 * When to commit and how long to wait.
 *
 * @param pace when open rows are committed
 * @param oldestFiles age at which files that are not committed yet are given up, before the clean-up takes them for orphans
 * @param recoveries how the feed goes on after a failure
 * @param conflictPauses between attempts at a commit that meets others
 * @param sleeper lets those pauses pass
 * @param clock time of day
 */
public record FeedPolicy(
        CommitPace pace,
        Duration oldestFiles,
        FeedRecoveries recoveries,
        Backoff conflictPauses,
        Sleeper sleeper,
        Clock clock) {

    boolean isDue(long rows, long bytes, Instant oldest) {
        return rows >= pace.rows() || bytes >= pace.bytes() || untilDue(oldest).compareTo(Duration.ZERO) <= 0;
    }

    /** Whether files that a row of this age may be in must not be committed any more. */
    boolean isTooOld(Instant oldest) {
        return Duration.between(oldest, clock.instant()).compareTo(oldestFiles) > 0;
    }

    Duration untilDue(Instant oldest) {
        return Duration.between(clock.instant(), oldest.plus(pace.interval()));
    }
}
