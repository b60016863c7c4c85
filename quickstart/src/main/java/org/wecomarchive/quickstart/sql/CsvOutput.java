package org.wecomarchive.quickstart.sql;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows as comma-separated values, written as they come.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>, with line feeds.
 */
public final class CsvOutput implements RowOutput {

    private final PrintStream out;

    public CsvOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        row(names);
    }

    @Override
    public void row(List<String> values) {
        out.print(values.stream().map(CsvOutput::quoted).collect(Collectors.joining(",")) + "\n");
    }

    @Override
    public void end() {
        out.flush();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
