package org.wecomarchive.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class WorkspaceIT {

    @TempDir
    Path temporary;

    @Test
    void remembersWhatItIsFor() throws Exception {
        Path dir = temporary.resolve("new");
        try (Workspace workspace = Workspace.open(Optional.of(dir))) {
            assertThat(workspace.identity("seed", Optional.of("5"), "7")).isEqualTo("5");
        }
        try (Workspace workspace = Workspace.open(Optional.of(dir))) {
            assertThat(workspace.identity("seed", Optional.empty(), "7")).isEqualTo("5");
            assertThatThrownBy(() -> workspace.identity("seed", Optional.of("6"), "7"))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("seed 5");
        }
    }

    @Test
    void keepsItsSecretForTheOwnerOnly() throws Exception {
        Path dir = temporary.resolve("new");
        try (Workspace workspace = Workspace.open(Optional.of(dir))) {
            workspace.secret("first");

            Path secret = workspace.secret("second");

            assertThat(secret).hasContent("first");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void refusesASecondRunWhileTheFirstGoesOn() throws Exception {
        try (Workspace first = Workspace.open(Optional.of(temporary.resolve("new")))) {
            assertThatThrownBy(() -> Workspace.open(Optional.of(first.root())))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesADirectoryOfSomebodyElse() throws Exception {
        Files.writeString(temporary.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> Workspace.open(Optional.of(temporary)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("not empty");
    }

    @Test
    void leavesItsLogsAndNothingElseOfATemporaryRunThatFailed() throws Exception {
        Path root;
        try (Workspace workspace = Workspace.open(Optional.empty())) {
            root = workspace.root();
            workspace.secret("secret");
            Files.createDirectories(workspace.keys().resolve("ww1"));
            Files.writeString(workspace.keys().resolve("ww1").resolve("1.pem"), "key");
            Files.createDirectories(workspace.search().resolve("data"));
            Files.writeString(workspace.search().resolve("data").resolve("0.log"), "data");
            Files.writeString(workspace.search().resolve("elasticsearch.log"), "log");
            Files.createDirectories(workspace.logs());
            Files.writeString(workspace.log(), "log");

            workspace.keepLogs();
        }

        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString()))
                    .containsExactlyInAnyOrder("logs/quickstart.log", "search/elasticsearch.log");
        }
        Removal.of(root);
        assertThat(root).doesNotExist();
    }

    @Test
    void removesTheDirectoriesThatItMadeForARunThatWasRefused() throws Exception {
        Workspace.open(Optional.of(temporary.resolve("new").resolve("dir"))).discardIfMade();

        assertThat(temporary.resolve("new")).doesNotExist();
    }

    @Test
    void removesSecretsOfATemporaryDirectoryOnly() throws Exception {
        try (Workspace kept = Workspace.open(Optional.of(temporary.resolve("new")));
                Workspace passing = Workspace.open(Optional.empty())) {
            kept.secret("secret");
            passing.secret("secret");

            kept.removeSecretsIfTemporary();
            passing.removeSecretsIfTemporary();

            assertThat(kept.root().resolve("secret")).exists();
            assertThat(passing.root().resolve("secret")).doesNotExist();
        }
    }

    @Test
    void leavesNothingWhenItIsTemporary() throws Exception {
        Path root;
        try (Workspace workspace = Workspace.open(Optional.empty())) {
            root = workspace.root();
            Files.createDirectories(workspace.kafka());
            workspace.secret("secret");
        }

        assertThat(root).doesNotExist();
    }
}
