package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;

/**
 * What of a feed can fail by itself: a success of one says nothing about the others.
 *
 * @param opening finding out where to go on, in the table and at the brokers; over when the partitions have a place
 * @param decoding fetching schemas from the registry; over when the records that needed them can be read
 * @param deadLetters writing them; over when those so far are in their topic
 * @param commits writing files and making them part of the table; over when a commit has an answer
 */
public record FeedRecoveries(Recovery opening, Recovery decoding, Recovery deadLetters, Recovery commits) {

    /**
     * Those of one task.
     *
     * @param place where catalog and files are, for the log
     */
    public static FeedRecoveries of(Recoveries all, Backoff backoff, Duration probe, String place) {
        return new FeedRecoveries(
                all.open("the position in the table (" + place + ")", backoff, probe),
                all.open("the schemas of records", backoff, probe),
                all.open("the dead letters", backoff, probe),
                all.open("the commit (" + place + ")", backoff, probe));
    }
}
