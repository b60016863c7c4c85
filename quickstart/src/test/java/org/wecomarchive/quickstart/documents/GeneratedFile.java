package org.wecomarchive.quickstart.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file made from code; written instead of compared when the tests run with {@code -Drefresh=true}. */
public record GeneratedFile(Path path) {

    private static final String COMMAND =
            "mvn -q -pl quickstart -am package -Drefresh=true -Dtest='AsyncApiTest,*PageTest' "
                    + "-Dsurefire.failIfNoSpecifiedTests=false";

    public void check(String current) throws IOException {
        if (Boolean.getBoolean("refresh")) {
            Files.writeString(path, current, StandardCharsets.UTF_8);
        }

        assertThat(path).as("refresh with: %s", COMMAND).exists();
        assertThat(Files.readString(path, StandardCharsets.UTF_8))
                .as("%s is stale; refresh with: %s", path, COMMAND)
                .isEqualTo(current);
    }
}
