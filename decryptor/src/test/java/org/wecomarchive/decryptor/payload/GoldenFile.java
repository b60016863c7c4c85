package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds what a test expects; written instead of compared when the tests run with {@code -Drefresh=true}. */
record GoldenFile(Path path) {

    private static final String COMMAND =
            "mvn -q -pl decryptor -am package -Drefresh=true -Dtest='ChatEventPageTest,SampleEventsTest' "
                    + "-Dsurefire.failIfNoSpecifiedTests=false";

    void check(String actual) throws IOException {
        if (Boolean.getBoolean("refresh")) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, actual, StandardCharsets.UTF_8);
        }

        assertThat(path).as("refresh with: %s", COMMAND).exists();
        assertThat(Files.readString(path, StandardCharsets.UTF_8))
                .as("%s; refresh with: %s", path, COMMAND)
                .isEqualTo(actual);
    }
}
