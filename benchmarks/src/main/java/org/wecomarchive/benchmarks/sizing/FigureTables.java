package org.wecomarchive.benchmarks.sizing;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wecomarchive.benchmarks.sizing.Figures.Bytes;
import org.wecomarchive.benchmarks.sizing.Figures.Work;

/**
 * Figures as two tables in Markdown, and read from them again.
 *
 * <p>Shape: a row for each {@link StoredIn} with two numbers, a row for each {@link Part} with three. Numbers have groups of
 * three digits and a fixed number of decimals, so what follows from a table is computed from what stands in it.
 */
final class FigureTables {

    private static final Pattern CELLS = Pattern.compile("\\s*\\|\\s*");

    private FigureTables() {}

    /** Both tables. */
    static String markdown(Figures figures) {
        return table(
                        "| one copy of a record | bytes, backlog | bytes, trickle |\n|---|---|---|",
                        StoredIn.values(),
                        place -> row(
                                place.title(),
                                "%,.0f",
                                figures.bytes().get(place).backlog(),
                                figures.bytes().get(place).trickle()))
                + "\n\n"
                + table(
                        "| part | CPU seconds for 1,000 records, backlog | the same, trickle | cores with nothing to do |\n|---|---|---|---|",
                        Part.values(),
                        part -> row(
                                part.title(),
                                "%,.3f",
                                figures.work().get(part).backlog(),
                                figures.work().get(part).trickle(),
                                figures.work().get(part).idle()));
    }

    /**
     * The figures of a page.
     *
     * @throws IllegalArgumentException if one is missing or no number
     */
    static Figures read(String page) {
        Map<StoredIn, Bytes> bytes = new EnumMap<>(StoredIn.class);
        for (StoredIn place : StoredIn.values()) {
            List<Double> numbers = numbers(page, place.title(), 2);
            bytes.put(place, new Bytes(numbers.get(0), numbers.get(1)));
        }
        Map<Part, Work> work = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            List<Double> numbers = numbers(page, part.title(), 3);
            work.put(part, new Work(numbers.get(0), numbers.get(1), numbers.get(2)));
        }
        return new Figures(bytes, work);
    }

    private static <T> String table(String head, T[] rows, Function<T, String> row) {
        return head + "\n" + Arrays.stream(rows).map(row).collect(Collectors.joining("\n"));
    }

    private static String row(String title, String format, double... numbers) {
        return "| " + title + " | "
                + Arrays.stream(numbers)
                        .mapToObj(number -> String.format(Locale.ROOT, format, number))
                        .collect(Collectors.joining(" | "))
                + " |";
    }

    private static List<Double> numbers(String page, String title, int count) {
        List<Double> numbers = page.lines()
                .filter(line -> line.startsWith("| " + title + " |"))
                .findFirst()
                .map(line -> Arrays.stream(CELLS.split(line))
                        .skip(2)
                        .map(cell -> Double.valueOf(cell.replace(",", "")))
                        .toList())
                .orElseThrow(() -> new IllegalArgumentException("no row of " + title));
        if (numbers.size() != count) {
            throw new IllegalArgumentException(numbers.size() + " numbers in the row of " + title);
        }
        return numbers;
    }
}
