package org.wecomarchive.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class RegistryServerIT {

    private static final String NO_FIELD = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[]}";
    private static final String NEW_REQUIRED_FIELD =
            NO_FIELD.replace("[]", "[{\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"int\\\"}]");
    private static final String NEW_OPTIONAL_FIELD = NEW_REQUIRED_FIELD.replace("int\\\"", "int\\\",\\\"default\\\":0");

    private static final long SIGINT_BIT = 1 << 1;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void refusesAnIncompatibleSchemaUnasked() throws Exception {
        try (RegistryServer server = RegistryServer.start(directory)) {
            register(server, NO_FIELD);

            String refused = register(server, NEW_REQUIRED_FIELD);

            assertThat(refused).contains("409");
            assertThat(fetch(server, "/config")).contains("FULL_TRANSITIVE");
        }
    }

    @Test
    void keepsAddressAndSchemaIdsOverAKill() throws Exception {
        RegistryServer killed = RegistryServer.start(directory);
        String registered = register(killed, NO_FIELD);
        killed.killHard();

        try (RegistryServer restarted = RegistryServer.start(directory)) {

            assertThat(restarted.url()).isEqualTo(killed.url());
            assertThat(registered).isEqualTo("{\"id\":1}");
            assertThat(fetch(restarted, "/schemas/ids/1")).contains(NO_FIELD);
            assertThat(register(restarted, NO_FIELD)).isEqualTo(registered);
        }
    }

    /** A schema that came after the backup is unknown, and gets its id again if it is the first to be registered. */
    @Test
    void hasTheSchemaIdsOfTheBackupThatWasRestored() throws Exception {
        Path database = directory.resolve("registry.mv.db");
        Path backup = directory.resolve("backup");
        try (RegistryServer server = RegistryServer.start(directory)) {
            register(server, NO_FIELD);
        }
        Files.copy(database, backup);
        String later;
        try (RegistryServer server = RegistryServer.start(directory)) {
            later = register(server, NEW_OPTIONAL_FIELD);
        }

        Files.move(backup, database, StandardCopyOption.REPLACE_EXISTING);

        try (RegistryServer restored = RegistryServer.start(directory)) {
            assertThat(later).isEqualTo("{\"id\":2}");
            assertThat(fetch(restored, "/schemas/ids/1")).contains(NO_FIELD);
            assertThat(fetch(restored, "/schemas/ids/2")).contains("40403");
            assertThat(register(restored, NEW_OPTIONAL_FIELD)).isEqualTo(later);
        }
    }

    @Test
    void endsWhenTheProcessThatStartedItIsKilled() throws Exception {
        Process owner = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryOwner.class.getName(),
                        directory.toString()))
                .redirectError(directory.resolve("owner.log").toFile())
                .start();
        try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("http://127.0.0.1:");
            ProcessHandle registry = owner.children().findFirst().orElseThrow();

            owner.destroyForcibly().waitFor();

            await().atMost(Duration.ofMinutes(2)).until(() -> !registry.isAlive());
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void leavesCtrlCToTheProcessThatStartedIt() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        try (RegistryServer server = RegistryServer.start(directory)) {
            ProcessHandle registry = ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child))
                    .findFirst()
                    .orElseThrow();

            String ignored = Files.readAllLines(Path.of("/proc", Long.toString(registry.pid()), "status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElseThrow();

            assertThat(fetch(server, "/config")).contains("FULL_TRANSITIVE");
            assertThat(Long.parseUnsignedLong(ignored.split("\\s+", -1)[1], 16) & SIGINT_BIT)
                    .isNotZero();
        }
    }

    @Test
    void closesMoreThanOnce() throws Exception {
        RegistryServer server = RegistryServer.start(directory);

        server.close();
        server.close();

        assertThat(RegistryServer.answers(URI.create(server.url()))).isFalse();
    }

    private String register(RegistryServer server, String schema) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(server.url() + "/subjects/a-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + schema + "\"}"))
                .build();
        return client.send(post, BodyHandlers.ofString()).body();
    }

    private String fetch(RegistryServer server, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
