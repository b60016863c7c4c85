package org.wecomarchive.ingestor.silence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.page.ArchivedRecord;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.schemas.Gap;

final class SilenceWatchTest {

    private static final Instant CAUGHT_UP = Instant.parse("2026-01-05T08:00:00Z");
    private static final Page EMPTY = new Page(0, List.of(), 0);
    private static final Page FROM_90 = new Page(0, List.of(new ArchivedRecord(90, "m", 1, "k", "p", "")), 0);

    private final SilenceWatch watch = new SilenceWatch("ww1", Duration.ofDays(5));
    private final Cursor cursor = new Cursor(42, 42, 0, CAUGHT_UP.toEpochMilli());

    @Test
    void findsNoGapWithinTheRetention() {
        assertThat(watch.endedBy(FROM_90, cursor, CAUGHT_UP.plus(Duration.ofDays(5))))
                .isEmpty();
    }

    @Test
    void recordsTheSilentPeriodThatAPageEnds() {
        Instant arrived = CAUGHT_UP.plus(Duration.ofHours(130));

        assertThat(watch.endedBy(FROM_90, cursor, arrived))
                .hasValue(new Gap("ww1", CAUGHT_UP, CAUGHT_UP.plus(Duration.ofHours(10)), 42L, 90L, arrived));
    }

    @Test
    void recordsASilenceAfterWhichNothingCameToo() {
        Instant arrived = CAUGHT_UP.plus(Duration.ofDays(5)).plusMillis(1);

        assertThat(watch.endedBy(EMPTY, cursor, arrived))
                .hasValue(new Gap("ww1", CAUGHT_UP, CAUGHT_UP.plusMillis(1), 42L, null, arrived));
    }

    @Test
    void knowsNothingBeforeTheFirstCaughtUpPage() {
        Cursor fresh = new Cursor(0, 0, 0, Cursor.NEVER);

        assertThat(watch.endedBy(FROM_90, fresh, CAUGHT_UP)).isEmpty();
    }
}
