package org.wecomarchive.sinkelasticsearch.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FieldTableTest {

    private static final String BEGIN = "| field | type | |\n|---|---|---|\n";

    @Test
    void theReadmeHasEveryFieldOfTheMapping() throws Exception {
        String page = Files.readString(Path.of("README.md"));
        StringBuilder table = new StringBuilder(BEGIN);
        for (IndexField field : IndexField.values()) {
            table.append("| `")
                    .append(field.fieldName())
                    .append("` | ")
                    .append(field.type().label())
                    .append(" | ")
                    .append(field.meaning())
                    .append(" |\n");
        }

        // On failure, what is missing is what the assertion shows.
        assertThat(page).contains(table.toString());
    }

    @Test
    void theTemplateMapsEveryFieldAndNoOther() {
        String json = new IndexTemplate(new IndexNames("a"), "cjk", 2, 3).json();

        for (IndexField field : IndexField.values()) {
            assertThat(json).contains("\"" + field.fieldName() + "\":{\"type\":");
        }
        assertThat(json)
                .contains("\"dynamic\":\"strict\"", "\"number_of_shards\":2", "\"number_of_replicas\":3")
                .contains("\"index_patterns\":[\"a-*\"]", "\"aliases\":{\"a\":{}}");
    }
}
