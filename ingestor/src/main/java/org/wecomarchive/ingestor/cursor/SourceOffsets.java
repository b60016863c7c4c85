package org.wecomarchive.ingestor.cursor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The cursor as Kafka Connect stores it.
 *
 * <p><b>Shape.</b> Source partition {@code {"corp": "ww1234567890abcdef"}}; source offset {@code {"seq": 42, "high": 42,
 * "partition": 3, "caughtUp": 1763859600000, "served": 1763859540000}}, all integers. {@code caughtUp} and {@code served} are left out when
 * they are not known; offsets of versions that did not know {@code served} have none.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} with one sentence for anything else, unknown fields included.
 */
public final class SourceOffsets {

    private static final String CORP = "corp";
    private static final String SEQ = "seq";
    private static final String HIGH = "high";
    private static final String PARTITION = "partition";
    private static final String CAUGHT_UP = "caughtUp";
    private static final String SERVED = "served";
    private static final Set<String> FIELDS = Set.of(SEQ, HIGH, PARTITION, CAUGHT_UP, SERVED);

    private SourceOffsets() {}

    /** The source partition of a corp. */
    public static Map<String, String> partitionOf(String corpId) {
        return Map.of(CORP, corpId);
    }

    /** The source offset of {@code cursor}. */
    public static Map<String, Object> of(Cursor cursor) {
        Map<String, Object> offset = new HashMap<>();
        offset.put(SEQ, cursor.seq());
        offset.put(HIGH, cursor.high());
        offset.put(PARTITION, (long) cursor.partition());
        cursor.caughtUp().ifPresent(moment -> offset.put(CAUGHT_UP, moment.toEpochMilli()));
        cursor.served().ifPresent(moment -> offset.put(SERVED, moment.toEpochMilli()));
        return offset;
    }

    /** The cursor in {@code offset}. */
    public static Cursor cursorOf(Map<String, ?> offset) {
        for (String field : offset.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("unknown field " + field
                        + " in the source offset: it takes seq, high, partition, caughtUp and served");
            }
        }
        long seq = integer(offset, SEQ);
        long high = integer(offset, HIGH);
        long partition = integer(offset, PARTITION);
        if (partition > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("partition in the source offset is too large: " + partition);
        }
        if (high < seq) {
            throw new IllegalArgumentException(
                    "high in the source offset must be at least seq: it is the highest seq ever"
                            + " taken, keep it as it was; seq " + seq + ", high " + high);
        }
        return new Cursor(seq, high, (int) partition, moment(offset, CAUGHT_UP), moment(offset, SERVED));
    }

    private static long moment(Map<String, ?> offset, String field) {
        return offset.containsKey(field) ? integer(offset, field) : Cursor.NEVER;
    }

    private static long integer(Map<String, ?> offset, String field) {
        Object value = offset.get(field);
        if (value == null) {
            throw new IllegalArgumentException(
                    field + " is missing in the source offset: give it with seq, high and partition together");
        }
        boolean integral =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        if (!integral || ((Number) value).longValue() < 0) {
            throw new IllegalArgumentException(
                    field + " in the source offset must be an integer from 0 to 2^63 - 1, without quotes or decimals");
        }
        return ((Number) value).longValue();
    }
}
