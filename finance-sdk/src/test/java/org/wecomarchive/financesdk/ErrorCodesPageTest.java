package org.wecomarchive.financesdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.financesdk.SdkFailures.Verdict;

/** The table of error codes of docs/real-tenant.md and of its translation. */
final class ErrorCodesPageTest {

    private static final Pattern ROW = Pattern.compile("^\\| (-?\\d+) \\| ([a-z]+) \\| ([^|]+) \\|", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(strings = {"real-tenant.md", "real-tenant.zh-CN.md"})
    void hasEveryCodeOfAnAnswerWithItsClass(String page) throws IOException {
        Map<Integer, String> classes = new TreeMap<>();
        known().forEach((code, verdict) ->
                classes.put(code, verdict.failureClass().name().toLowerCase(Locale.ROOT)));

        assertThat(rows(page, 2)).isEqualTo(classes);
    }

    @Test
    void saysWhatTheLogSays() throws IOException {
        Map<Integer, String> remedies = new TreeMap<>();
        known().forEach((code, verdict) -> remedies.put(code, verdict.remedy()));

        assertThat(rows("real-tenant.md", 3)).isEqualTo(remedies);
    }

    private static Map<Integer, String> rows(String page, int column) throws IOException {
        String text = Files.readString(Path.of("..", "docs", page), StandardCharsets.UTF_8);
        return ROW.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> Integer.valueOf(row.group(1)), row -> row.group(column), (a, b) -> a + b, TreeMap::new));
    }

    private static Map<Integer, Verdict> known() {
        Map<Integer, Verdict> known = new TreeMap<>(SdkFailures.CODES);
        known.putAll(SdkFailures.ERRCODES);
        return known;
    }
}
