package org.wecomarchive.quickstart.documents;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigPageTest {

    @Test
    void thePageOfSettingsIsCurrent() throws IOException {
        new GeneratedFile(Path.of("../docs/config.md")).check(ConfigPage.text());
    }
}
