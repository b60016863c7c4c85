package org.wecomarchive.ingestor.cursor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OffsetChangeTest {

    private static final Map<String, Object> CORP = Map.of("corp", "ww1");

    static Stream<Map<String, Object>> accepted() {
        return Stream.of(
                offset("seq", 5L, "high", 9L, "partition", 3L, "caughtUp", 0L),
                offset("seq", 5, "high", 5, "partition", 0, "caughtUp", 1_763_859_600_000L),
                offset("seq", 5L, "high", 9L, "partition", 3L, "caughtUp", 1_763_859_600_000L, "served", 0),
                offset("seq", 0L, "high", Long.MAX_VALUE, "partition", (short) 11, "caughtUp", 1L));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void letsCompleteOffsetsThrough(Map<String, Object> offset) {
        assertThatCode(() -> check(CORP, offset)).doesNotThrowAnyException();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("seq is missing", offset("high", 9L, "partition", 3L)),
                Arguments.of("high is missing", offset("seq", 5L, "partition", 3L)),
                Arguments.of("partition is missing", offset("seq", 5L, "high", 9L)),
                Arguments.of("high is missing", offset("seq", 5L, "high", null, "partition", 3L)),
                Arguments.of("caughtUp is missing", offset("seq", 5L, "high", 9L, "partition", 3L, "caughtUp", null)),
                Arguments.of("caughtUp is missing", offset("seq", 5L, "high", 9L, "partition", 3L)),
                Arguments.of("caughtUp is missing", offset("seq", 5L, "high", 9L, "partition", 3L, "served", 1L)),
                Arguments.of("seq in the", offset("seq", 5.0, "high", 9L, "partition", 3L)),
                Arguments.of("seq in the", offset("seq", "5", "high", 9L, "partition", 3L)),
                Arguments.of("seq in the", offset("seq", -1L, "high", 9L, "partition", 3L)),
                Arguments.of("high in the", offset("seq", 5L, "high", BigInteger.TEN.pow(19), "partition", 3L)),
                Arguments.of(
                        "high in the source offset must be at least", offset("seq", 5L, "high", 4L, "partition", 3L)),
                Arguments.of("below raw.partitions", offset("seq", 5L, "high", 9L, "partition", 12L, "caughtUp", 1L)),
                Arguments.of("too large", offset("seq", 5L, "high", 9L, "partition", 1L << 32)),
                Arguments.of("caughtUp in", offset("seq", 5L, "high", 9L, "partition", 3L, "caughtUp", true)),
                Arguments.of("served in", offset("seq", 5L, "high", 9L, "partition", 3L, "served", -1)),
                Arguments.of("unknown field hight", offset("seq", 5L, "high", 9L, "partition", 3L, "hight", 9L)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesIncompleteOffsets(String sentence, Map<String, Object> offset) {
        assertThatThrownBy(() -> check(CORP, offset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesWhatLiesFarBeyondTheRawTopic() {
        Map<Map<String, Object>, Map<String, Object>> near =
                Map.of(CORP, offset("seq", 900L, "high", 1_000_900L, "partition", 3L));
        Map<Map<String, Object>, Map<String, Object>> far =
                Map.of(CORP, offset("seq", 900L, "high", 1_000_901L, "partition", 3L));

        assertThatCode(() -> OffsetChange.checkNear(900, near)).doesNotThrowAnyException();
        assertThatThrownBy(() -> OffsetChange.checkNear(900, far))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000 beyond seq 900")
                .hasMessageContaining("1000901");
    }

    @Test
    void refusesAResetAndNamesTheWay() {
        assertThatThrownBy(() -> OffsetChange.check("ww1", 12, Collections.singletonMap(CORP, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start.from")
                .hasMessageContaining("lower seq");
    }

    static Stream<Map<String, Object>> foreignPartitions() {
        return Stream.of(Map.of(), Map.of("corp", "ww2"), Map.of("corp", "ww1", "more", 1), Map.of("corp", 1));
    }

    @ParameterizedTest
    @MethodSource("foreignPartitions")
    void refusesSourcePartitionsOfOthers(Map<String, Object> partition) {
        assertThatThrownBy(() -> check(partition, offset("seq", 5L, "high", 9L, "partition", 3L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{\"corp\": \"ww1\"}");
    }

    private static void check(Map<String, Object> partition, Map<String, Object> offset) {
        OffsetChange.check("ww1", 12, Map.of(partition, offset));
    }

    private static Map<String, Object> offset(Object... pairs) {
        Map<String, Object> offset = new HashMap<>();
        for (Object[] pair : pairsOf(pairs)) {
            offset.put((String) pair[0], pair[1]);
        }
        return offset;
    }

    private static Object[][] pairsOf(Object... flat) {
        Object[][] pairs = new Object[flat.length / 2][];
        Arrays.setAll(pairs, i -> new Object[] {flat[2 * i], flat[2 * i + 1]});
        return pairs;
    }
}
