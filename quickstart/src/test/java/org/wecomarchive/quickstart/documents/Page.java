package org.wecomarchive.quickstart.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page in Markdown; what stands in fenced blocks is no part of its tables, headings and links. */
final class Page {

    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern RULE = Pattern.compile("\\|[-|: ]+\\|");

    private final Path file;
    private final String text;

    private Page(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The page at a path below the checkout. */
    static Page read(String path) throws IOException {
        Path file = CHECKOUT.resolve(path);
        return new Page(
                file,
                FENCED.matcher(Files.readString(file, StandardCharsets.UTF_8)).replaceAll(""));
    }

    /** Every page of the checkout; the build's own folders are left out. */
    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CHECKOUT)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .map(CHECKOUT::relativize)
                    .filter(path -> !Set.of(path.toString().split("/")).contains("target"))
                    .sorted()
                    .toList()) {
                pages.add(read(file.toString()));
            }
        }
        return pages;
    }

    /** Targets of its links in order, relative to the checkout; those that leave the checkout as they stand. */
    List<String> links() {
        return links(text);
    }

    /** The tables in order: of each row the targets of its links and what stands in backquotes, both sorted. */
    List<List<List<String>>> tables() {
        List<List<List<String>>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().toList()) {
            boolean row = line.startsWith("|");
            if (row && !inside) {
                tables.add(new ArrayList<>());
            }
            inside = row;
            if (row && !RULE.matcher(line).matches()) {
                tables.get(tables.size() - 1).add(references(line));
            }
        }
        return tables;
    }

    /** Anchors of its headings in order, as GitHub makes them. */
    List<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(heading -> anchor(heading.group(1)))
                .toList();
    }

    /** For each section the number of items in its lists of the first level. */
    List<Long> items() {
        return Stream.of(HEADING.split(text))
                .map(section -> section.lines()
                        .filter(line -> line.matches("(\\*|\\d+\\.) .*"))
                        .count())
                .toList();
    }

    /** Whether the link leads to something: a file or folder of the checkout, and a heading of it if it names one. */
    static boolean leadsSomewhere(String link) throws IOException {
        if (link.matches("[a-z]+:.*")) {
            return true;
        }
        String[] parts = link.split("#", 2);
        return Files.exists(CHECKOUT.resolve(parts[0]))
                && (parts.length == 1 || read(parts[0]).anchors().contains(parts[1]));
    }

    @Override
    public String toString() {
        return CHECKOUT.relativize(file).toString();
    }

    private List<String> references(String line) {
        return Stream.concat(links(line).stream(), CODE.matcher(line).results().map(MatchResult::group))
                .sorted()
                .toList();
    }

    private List<String> links(String part) {
        return LINK.matcher(part)
                .results()
                .map(found -> found.group(1))
                .map(target -> target.matches("[a-z]+:.*") ? target : fromCheckout(target))
                .toList();
    }

    private String fromCheckout(String target) {
        if (target.startsWith("#")) {
            return this + target;
        }
        String[] parts = target.split("#", 2);
        String path =
                CHECKOUT.relativize(file.resolveSibling(parts[0]).normalize()).toString();
        return parts.length == 1 ? path : path + "#" + parts[1];
    }

    private static String anchor(String heading) {
        return LINK.matcher(heading)
                .replaceAll("]")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
