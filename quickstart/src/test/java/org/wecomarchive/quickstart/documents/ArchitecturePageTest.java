package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/architecture.md. */
final class ArchitecturePageTest {

    /** Words with a capital inside, in the picture and in the table. */
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z]+[A-Z]\\w+");

    private static final Set<String> NO_CLASSES = Set.of("WeCom");

    @Test
    void everyClassThatItNamesIsThere() throws IOException {
        String page = Files.readString(Page.CHECKOUT.resolve("docs/architecture.md"), StandardCharsets.UTF_8);
        Set<String> named = CLASS.matcher(page)
                .results()
                .map(MatchResult::group)
                .filter(word -> !NO_CLASSES.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(40).isSubsetOf(classes());
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Page.CHECKOUT)) {
            return files.map(file -> file.toString())
                    .filter(file -> file.contains("/src/main/java/") && file.endsWith(".java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
