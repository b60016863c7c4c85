package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartFromTest {

    private static final Optional<LastRecord> TAIL = Optional.of(new LastRecord(500, 7, Instant.ofEpochMilli(99)));
    private static final Optional<LastRecord> NOTHING = Optional.empty();

    @Test
    void autoGoesOnFromTheTail() {
        assertThat(new StartFrom("auto").first(TAIL, 3)).isEqualTo(new Cursor(500, 500, 7, Cursor.NEVER, 99));
    }

    @Test
    void autoRefusesAnEmptyPartitionAndNamesTheSetting() {
        assertThatThrownBy(() -> new StartFrom("auto").first(NOTHING, 3))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("start.from=oldest");
    }

    @Test
    void oldestGoesOnFromTheTailToo() {
        assertThat(new StartFrom("oldest").first(TAIL, 3)).isEqualTo(new Cursor(500, 500, 7, Cursor.NEVER, 99));
    }

    @Test
    void oldestTakesAnEmptyPartitionForAFirstStart() {
        assertThat(new StartFrom("oldest").first(NOTHING, 3)).isEqualTo(new Cursor(0, 0, 3, Cursor.NEVER));
    }

    @Test
    void aNumberReplaysWhatTheTailHasAlready() {
        assertThat(new StartFrom("120").first(TAIL, 3)).isEqualTo(new Cursor(120, 500, 7, Cursor.NEVER, 99));
    }

    @Test
    void aNumberBeyondTheTailSkips() {
        assertThat(new StartFrom("800").first(TAIL, 3)).isEqualTo(new Cursor(800, 800, 7, Cursor.NEVER, 99));
        assertThat(new StartFrom("800").first(NOTHING, 3)).isEqualTo(new Cursor(800, 800, 3, Cursor.NEVER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Auto", "latest", "-1", "1.0", " 1", "9223372036854775808"})
    void acceptsNothingElse(String text) {
        assertThatThrownBy(() -> new StartFrom(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auto, oldest");
    }
}
