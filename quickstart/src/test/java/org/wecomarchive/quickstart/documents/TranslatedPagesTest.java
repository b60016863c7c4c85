package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the English pages say the Chinese ones say, too: no section, point, row, code or link is missing. */
final class TranslatedPagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"README", "docs/guarantees", "docs/limits", "docs/real-tenant"})
    void haveTheSameSectionsPointsRowsAndLinks(String name) throws IOException {
        Page english = Page.read(name + ".md");
        Page chinese = Page.read(name + ".zh-CN.md");

        assertThat(english.items()).isNotEmpty();
        assertThat(chinese.items()).as("points of each section").isEqualTo(english.items());
        assertThat(rows(chinese)).as("links and code of each row").isEqualTo(rows(english));
        assertThat(new TreeSet<>(untranslated(chinese.links())))
                .isEqualTo(new TreeSet<>(untranslated(english.links())));
    }

    private static List<List<List<String>>> rows(Page page) {
        return page.tables().stream()
                .map(table ->
                        table.stream().map(TranslatedPagesTest::untranslated).toList())
                .toList();
    }

    /** A link to a translation is the link to the page. */
    private static List<String> untranslated(List<String> references) {
        return references.stream()
                .map(reference -> reference.replace(".zh-CN.md", ".md"))
                .toList();
    }
}
