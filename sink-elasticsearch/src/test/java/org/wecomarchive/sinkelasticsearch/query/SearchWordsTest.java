package org.wecomarchive.sinkelasticsearch.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SearchWordsTest {

    static Stream<Arguments> typed() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of(" \u3000\t ", List.of()),
                Arguments.of("合同", List.of("合同")),
                Arguments.of("合同\u3000盖章\u00a0了", List.of("合同", "盖章", "了")),
                Arguments.of("\"hello world\" x", List.of("hello world", "x")),
                Arguments.of("“你好 世界”", List.of("你好 世界")),
                Arguments.of("a\"b c\"d", List.of("a", "b c", "d")),
                Arguments.of("\"not closed", List.of("not closed")),
                Arguments.of("\"\"", List.of()));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void splitsAtBlanksOutsideOfQuotes(String typed, List<String> parts) {
        assertThat(SearchWords.of(typed).parts()).isEqualTo(parts);
    }
}
