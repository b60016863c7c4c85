package org.wecomarchive.sinkelasticsearch.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
                Arguments.of("合同\"V2 final\"", List.of("合同", "V2 final")),
                Arguments.of("a\"b c\"d", List.of("a\"b", "c\"d")),
                Arguments.of("\"not closed", List.of("\"not", "closed")),
                Arguments.of("\"\"", List.of()),
                // A quote that is meant.
                Arguments.of("\"", List.of("\"")),
                Arguments.of("\\\"", List.of("\"")),
                Arguments.of("27\"的", List.of("27\"的")),
                Arguments.of("27\\\"的", List.of("27\"的")),
                Arguments.of("\"27\"的\"", List.of("27\"的")),
                Arguments.of("\"27\\\"的\"", List.of("27\"的")),
                Arguments.of("\"27\\\" 屏幕\"", List.of("27\" 屏幕")),
                Arguments.of("说“不签”", List.of("说“不签”")),
                // Other backslashes.
                Arguments.of("C:\\合同", List.of("C:\\合同")),
                Arguments.of("\"D:\\my docs\\\"", List.of("D:\\my docs\\")));
    }

    @Test
    void keepsBeginningAndEndOfWhatIsTooLong() {
        assertThat(SearchWords.of("abcd efgh").bounded(4).parts()).containsExactly("abcd", "efgh");
        assertThat(SearchWords.of("abcdefghijk").bounded(4).parts()).containsExactly("abcd", "hijk");
        assertThat(SearchWords.of("ab cde fgh ij").bounded(3).parts()).containsExactly("ab", "c", "ij", "h");
        assertThat(SearchWords.of("a😀bc😀d").bounded(2).parts()).containsExactly("a", "d");
    }

    @ParameterizedTest
    @MethodSource("typed")
    void splitsAtBlanksOutsideOfQuotes(String typed, List<String> parts) {
        assertThat(SearchWords.of(typed).parts()).isEqualTo(parts);
    }
}
