package org.wecomarchive.ingestor.cursor;

import java.time.Instant;

/**
 * The last live record of a corp in the raw topic.
 *
 * @param seq its seq, which is the highest one ever taken
 * @param partition the partition it lies in
 * @param fetchedAt when its page was received
 */
public record LastRecord(long seq, int partition, Instant fetchedAt) {

    /** The cursor right after this record, which does not tell when a page was caught up. */
    Cursor cursor() {
        return new Cursor(seq, seq, partition, Cursor.NEVER, fetchedAt.toEpochMilli());
    }
}
