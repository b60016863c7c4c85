package org.wecomarchive.sinkiceberg.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ColdStorePageTest {

    private static final Path PAGE = Path.of("../docs/cold-store.md");

    @Test
    void theDocumentationMatchesTheColumns() throws IOException {
        String page = new ColdStorePage().text();
        if (Boolean.getBoolean("refresh")) {
            Files.writeString(PAGE, page, StandardCharsets.UTF_8);
        }

        assertThat(PAGE)
                .as("refresh with: mvn -q -pl sink-iceberg -am package -Drefresh=true -Dtest=ColdStorePageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .hasContent(page);
    }
}
