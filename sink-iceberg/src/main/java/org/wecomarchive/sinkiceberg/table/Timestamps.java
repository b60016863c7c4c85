package org.wecomarchive.sinkiceberg.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Times of records as values of timestamp columns, which count microseconds in 64 bits: about 292,000 years before and
 * after 1970. Milliseconds reach further, and a sender may have written anything.
 */
final class Timestamps {

    private static final Instant EARLIEST = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
    private static final Instant LATEST = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

    private Timestamps() {}

    /** The time, or null if no column can hold it; the payload still says what was sent. */
    static OffsetDateTime orNull(Object value) {
        Instant time = (Instant) value;
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : utc(time);
    }

    /** The time, or the nearest one that the column can hold: for columns that must have a value. */
    static OffsetDateTime nearest(Object value) {
        Instant time = (Instant) value;
        if (time.isBefore(EARLIEST)) {
            return utc(EARLIEST);
        }
        return utc(time.isAfter(LATEST) ? LATEST : time);
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
