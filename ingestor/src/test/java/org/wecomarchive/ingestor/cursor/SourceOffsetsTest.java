package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SourceOffsetsTest {

    @Test
    void saysTheCursorInIntegers() {
        Cursor cursor = new Cursor(41, 42, 3, 1_763_859_600_000L, 1_763_859_540_000L);

        assertThat(SourceOffsets.of(cursor))
                .isEqualTo(Map.of(
                        "seq",
                        41L,
                        "high",
                        42L,
                        "partition",
                        3L,
                        "caughtUp",
                        1_763_859_600_000L,
                        "served",
                        1_763_859_540_000L));
        assertThat(SourceOffsets.cursorOf(SourceOffsets.of(cursor))).isEqualTo(cursor);
    }

    @Test
    void leavesUnknownMomentsOut() {
        Cursor cursor = new Cursor(0, 0, 3, Cursor.NEVER);

        assertThat(SourceOffsets.of(cursor)).containsOnlyKeys("seq", "high", "partition");
        assertThat(SourceOffsets.cursorOf(SourceOffsets.of(cursor))).isEqualTo(cursor);
    }

    @Test
    void goesOnFromAnOffsetThatDoesNotKnowWhenAPageWasServed() {
        assertThat(SourceOffsets.cursorOf(
                        Map.of("seq", 41L, "high", 42L, "partition", 3L, "caughtUp", 1_763_859_600_000L)))
                .isEqualTo(new Cursor(41, 42, 3, 1_763_859_600_000L));
    }

    @Test
    void namesTheCorp() {
        assertThat(SourceOffsets.partitionOf("ww1")).isEqualTo(Map.of("corp", "ww1"));
    }
}
