package org.wecomarchive.ingestor.cursor;

import java.util.Map;

/**
 * Checks changes of the stored source offset that an operator requests from Kafka Connect.
 *
 * <p>Connect lets a connector refuse a change but not amend it, and stores exactly what it was given: an offset without
 * its partition would move the corp, one without {@code high} would publish old records as new ones, one without
 * {@code caughtUp} would hide a gap.
 */
public final class OffsetChange {

    /** More than skips ever need, less than a seq with one digit too many. */
    private static final long FURTHEST = 1_000_000;

    private OffsetChange() {}

    /**
     * Returns normally when every change can be stored as it is.
     *
     * @param changes source partition to new source offset; a null offset is a reset
     * @throws IllegalArgumentException with one sentence that says what to do instead
     */
    public static void check(
            String corpId, int rawPartitions, Map<? extends Map<String, ?>, ? extends Map<String, ?>> changes) {
        for (Map.Entry<? extends Map<String, ?>, ? extends Map<String, ?>> change : changes.entrySet()) {
            checkPartition(corpId, change.getKey());
            checkOffset(rawPartitions, change.getValue());
        }
    }

    /**
     * Returns normally when no change leads far beyond what was published: after a mistyped seq no new record would
     * come.
     *
     * @param lastLive seq of the corp's last live record in the raw topic
     * @param changes as for {@link #check}, which has been called
     * @throws IllegalArgumentException with one sentence that says what to do instead
     */
    public static void checkNear(long lastLive, Map<? extends Map<String, ?>, ? extends Map<String, ?>> changes) {
        for (Map<String, ?> offset : changes.values()) {
            long high = SourceOffsets.cursorOf(offset).high();
            if (high - lastLive > FURTHEST) {
                throw new IllegalArgumentException("seq and high in the source offset must be at most " + FURTHEST
                        + " beyond seq " + lastLive + ", the last live record in the raw topic: " + high
                        + " would hide everything that WeCom archives until then");
            }
        }
    }

    private static void checkPartition(String corpId, Map<String, ?> partition) {
        Map<String, String> ours = SourceOffsets.partitionOf(corpId);
        if (!ours.equals(partition)) {
            throw new IllegalArgumentException("the source partition of this connector is {\"corp\": \"" + corpId
                    + "\"} and nothing else: a connector serves one corp");
        }
    }

    private static void checkOffset(int rawPartitions, Map<String, ?> offset) {
        if (offset == null) {
            throw new IllegalArgumentException(
                    "offsets are not reset, because that would forget what was published: to pull"
                            + " again, read the offset, lower seq, keep the other fields and store it; to start in another"
                            + " place, create the connector under a new name with start.from");
        }
        Cursor cursor = SourceOffsets.cursorOf(offset);
        if (cursor.caughtUp().isEmpty()) {
            throw new IllegalArgumentException("caughtUp is missing in the source offset: keep it as it was, else a"
                    + " period in which WeCom dropped records is not noticed; where the stored offset has none, give the"
                    + " moment from which on records may be missing, in milliseconds since the epoch");
        }
        if (cursor.partition() >= rawPartitions) {
            throw new IllegalArgumentException("partition in the source offset must be below raw.partitions ("
                    + rawPartitions + "): " + cursor.partition());
        }
    }
}
