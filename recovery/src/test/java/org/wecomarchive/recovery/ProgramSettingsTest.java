package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramSettingsTest {

    @TempDir
    private Path directory;

    @Test
    void areReadFromAFileInUtf8() throws IOException {
        Path file = file("topic.prefix = 存档\n");

        assertThat(ProgramSettings.read(file)).containsExactly(Map.entry("topic.prefix", "存档"));
    }

    @Test
    void areNotReadFromAFileThatShowsASecretToEverybody() throws IOException {
        Path file = file("kafka.ssl.key.password = s3cret\n");

        assertThatThrownBy(() -> ProgramSettings.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.ssl.key.password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void areRefusedWithEverySentence() {
        assertThatThrownBy(() -> ProgramSettings.check(
                        Map.of(), Map.of("a", "${env:A}", "b", "${env:B}"), KafkaSettings.OF_CLIENTS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("a still holds a reference", "b still holds a reference");
    }

    private Path file(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("program.properties"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
