package org.wecomarchive.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastRunTest {

    @TempDir
    Path temporary;

    private LastRun lastRun;
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        lastRun = new LastRun(temporary.resolve("last-directory"));
        directory = Files.createDirectory(temporary.resolve("run"));
        Files.createFile(directory.resolve("lock"));
    }

    @Test
    void isTheDirectoryThatTheLastRunHad() throws Exception {
        lastRun.remember(directory);

        assertThat(lastRun.directory(Optional.empty())).isEqualTo(directory);
    }

    @Test
    void isTheDirectoryThatTheUserNames() throws Exception {
        lastRun.remember(temporary.resolve("other"));

        assertThat(lastRun.directory(Optional.of(directory))).isEqualTo(directory);
    }

    @Test
    void saysThatThereWasNoRun() {
        assertThatThrownBy(() -> lastRun.directory(Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--dir");
    }

    @Test
    void saysThatTheDirectoryIsGone() throws IOException {
        lastRun.remember(temporary.resolve("gone"));

        assertThatThrownBy(() -> lastRun.directory(Optional.empty()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void refusesADirectoryThatIsNotOfARun() {
        assertThatThrownBy(() -> lastRun.directory(Optional.of(temporary)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--dir");
    }
}
