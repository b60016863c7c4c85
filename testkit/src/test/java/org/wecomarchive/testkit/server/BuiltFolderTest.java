package org.wecomarchive.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuiltFolderTest {

    private static final BuiltFolder REGISTRY = new BuiltFolder(
            "wecom.registry.home",
            Path.of("testkit", "target", "registry"),
            folder -> Files.exists(folder.resolve("runner.jar")));

    @TempDir
    Path checkout;

    @Test
    void isBesideTheClassesOfTestkit() throws IOException {
        Path unpacked = distribution("testkit/target/registry");

        assertThat(REGISTRY.locate(Optional.empty(), checkout.resolve("testkit/target/classes")))
                .isEqualTo(unpacked);
    }

    @Test
    void isFoundFromAnApplicationInTheSameCheckout() throws IOException {
        Path unpacked = distribution("testkit/target/registry");

        assertThat(REGISTRY.locate(Optional.empty(), checkout.resolve("quickstart/target/quickstart/lib/testkit.jar")))
                .isEqualTo(unpacked);
    }

    @Test
    void isWhereTheSystemPropertySays() throws IOException {
        distribution("testkit/target/registry");
        Path elsewhere = distribution("opt/apicurio");

        assertThat(REGISTRY.locate(Optional.of(elsewhere), checkout.resolve("testkit/target/classes")))
                .isEqualTo(elsewhere);
    }

    @Test
    void isMissedWithTheNameOfTheProperty() {
        assertThatIllegalStateException()
                .isThrownBy(() -> REGISTRY.locate(Optional.empty(), Path.of("/nowhere/lib/testkit.jar")))
                .withMessageContaining("wecom.registry.home");
    }

    @Test
    void isNotSoughtElsewhereWhenTheSystemPropertyIsWrong() throws IOException {
        distribution("testkit/target/registry");

        assertThatIllegalStateException()
                .isThrownBy(() -> REGISTRY.locate(Optional.of(checkout), checkout.resolve("testkit/target/classes")))
                .withMessageContaining(checkout.toString());
    }

    private Path distribution(String directory) throws IOException {
        Path home = Files.createDirectories(checkout.resolve(directory));
        Files.createFile(home.resolve("runner.jar"));
        return home;
    }
}
