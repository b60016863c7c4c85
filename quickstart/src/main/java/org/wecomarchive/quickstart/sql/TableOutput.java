package org.wecomarchive.quickstart.sql;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.wecomarchive.quickstart.screen.DisplayWidth;

/** Rows as a table for people: columns as wide as they must be, each row on one line, the first thousand rows only. */
public final class TableOutput implements RowOutput {

    private static final int MOST_ROWS = 1000;
    private static final int WIDEST = 60;
    private static final String GAP = "  ";

    private final PrintStream out;
    private final List<List<String>> lines = new ArrayList<>();
    private long rows;

    public TableOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void columns(List<String> names) {
        lines.add(shown(names));
    }

    @Override
    public void row(List<String> values) {
        if (++rows <= MOST_ROWS) {
            lines.add(shown(values));
        }
    }

    @Override
    public void end() {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> DisplayWidth.of(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        print(lines.get(0), widths);
        print(IntStream.of(widths).mapToObj("-"::repeat).toList(), widths);
        lines.subList(1, lines.size()).forEach(line -> print(line, widths));
        if (rows > MOST_ROWS) {
            out.println("… and " + (rows - MOST_ROWS) + " more rows.");
        }
        out.flush();
    }

    private void print(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String value = line.get(column);
            text.append(value)
                    .append(" ".repeat(widths[column] - DisplayWidth.of(value)))
                    .append(GAP);
        }
        out.println(text.toString().stripTrailing());
    }

    private static List<String> shown(List<String> values) {
        return values.stream().map(value -> DisplayWidth.oneLine(value, WIDEST)).toList();
    }
}
