package org.wecomarchive.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryHomeTest {

    @TempDir
    Path checkout;

    @Test
    void isBesideTheClassesOfTestkit() throws IOException {
        Path unpacked = distribution("testkit/target/registry");

        assertThat(RegistryHome.locate(Optional.empty(), checkout.resolve("testkit/target/classes")))
                .isEqualTo(new RegistryHome(unpacked));
    }

    @Test
    void isFoundFromAnApplicationInTheSameCheckout() throws IOException {
        Path unpacked = distribution("testkit/target/registry");

        assertThat(RegistryHome.locate(
                        Optional.empty(), checkout.resolve("quickstart/target/quickstart/lib/testkit.jar")))
                .isEqualTo(new RegistryHome(unpacked));
    }

    @Test
    void isWhereTheSystemPropertySays() throws IOException {
        distribution("testkit/target/registry");
        Path elsewhere = distribution("opt/apicurio");

        assertThat(RegistryHome.locate(Optional.of(elsewhere), checkout.resolve("testkit/target/classes")))
                .isEqualTo(new RegistryHome(elsewhere));
    }

    @Test
    void isMissedWithTheNameOfTheProperty() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RegistryHome.locate(Optional.empty(), Path.of("/nowhere/lib/testkit.jar")))
                .withMessageContaining("wecom.registry.home");
    }

    @Test
    void isNotSoughtElsewhereWhenTheSystemPropertyIsWrong() throws IOException {
        distribution("testkit/target/registry");

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> RegistryHome.locate(Optional.of(checkout), checkout.resolve("testkit/target/classes")))
                .withMessageContaining(checkout.toString());
    }

    private Path distribution(String directory) throws IOException {
        Path home = Files.createDirectories(checkout.resolve(directory));
        Files.createFile(home.resolve("apicurio-registry-app-2.6.13.Final-runner.jar"));
        return home;
    }
}
