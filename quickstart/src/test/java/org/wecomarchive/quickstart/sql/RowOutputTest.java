package org.wecomarchive.quickstart.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RowOutputTest {

    @Test
    void alignsColumnsAsWideAsATerminalShowsThem() {
        String text = written(
                TableOutput::new, List.of(List.of("sender", "text"), List.of("王五", "三"), List.of("zhangsan", "OK👍")));

        assertThat(text)
                .isEqualTo(
                        """
                        sender    text
                        --------  ----
                        王五      三
                        zhangsan  OK👍
                        """);
    }

    @Test
    void keepsARowOnOneLineAndOutOfTheTerminalsControl() {
        String text = written(TableOutput::new, List.of(List.of("text"), List.of("a\n\u001b[2Jb" + "长".repeat(100))));

        assertThat(text.lines().toList()).hasSize(3);
        assertThat(text).contains("a [2Jb长").endsWith("长…\n").doesNotContain("\u001b");
    }

    @Test
    void saysHowManyRowsItDoesNotShow() {
        List<List<String>> lines = LongStream.rangeClosed(0, 1003)
                .mapToObj(row -> List.of(Long.toString(row)))
                .toList();

        String text = written(TableOutput::new, lines);

        assertThat(text).contains("\n1000\n").doesNotContain("\n1001\n").endsWith("… and 3 more rows.\n");
    }

    private static String written(Function<PrintStream, RowOutput> kind, List<List<String>> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowOutput output = kind.apply(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        output.columns(lines.get(0));
        lines.subList(1, lines.size()).forEach(output::row);
        output.end();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
