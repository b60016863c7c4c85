package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigPageTest {

    /** The build runs in the module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "config.md");

    private static final String REFRESH = "mvn -pl quickstart -am verify -DskipITs -Dtest=ConfigPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.refresh=true";

    @Test
    void thePageOfSettingsIsCurrent() throws IOException {
        String current = ConfigPage.text();
        if (Boolean.getBoolean("docs.refresh")) {
            Files.writeString(PAGE, current);
        }

        assertThat(PAGE).as("stale; write it anew with: " + REFRESH).hasContent(current);
    }
}
