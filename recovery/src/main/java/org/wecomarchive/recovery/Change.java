package org.wecomarchive.recovery;

import java.time.Duration;

/**
 * What is reported of a trouble: that it began, that it lasts, that it is over.
 *
 * @param phase which of these
 * @param what failed, for the log: {@code the bulk}, {@code the release of parked records}
 * @param failure the last one
 * @param attempts failed in a row so far
 * @param pause until the next attempt; zero when it is over
 */
public record Change(Phase phase, String what, Failure failure, int attempts, Duration pause) {

    /** Where a trouble stands. */
    public enum Phase {
        /** Was not there before, or is of another class or reason. */
        BEGAN,
        /** Ten minutes have passed since it was reported last. */
        LASTS,
        /** Nothing that had it has it any more. */
        OVER
    }
}
