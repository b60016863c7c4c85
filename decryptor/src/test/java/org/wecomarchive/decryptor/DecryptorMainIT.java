package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.library.SimulatorLibrary;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.server.LoopbackPorts;
import org.wecomarchive.testkit.shared.SharedServers;

/** The packaged program in a JVM of its own. */
@ExtendWith(SharedServers.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DecryptorMainIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stopAll() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Test
    void explainsItself() throws Exception {
        Process help = decryptor(Map.of(), "--help");
        Process version = decryptor(Map.of(), "--version");

        assertThat(help.waitFor()).isZero();
        assertThat(version.waitFor()).isZero();
        assertThat(output()).contains("keys.dir  (required)", "Exit codes:", "decryptor 0.1.0");
    }

    @Test
    void refusesAnUnknownArgument() throws Exception {
        Process run = decryptor(Map.of(), "--confg", "decryptor.properties");

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.WRONG_SETTINGS);
        assertThat(output()).contains("--confg", "see --help").doesNotContain("\tat ");
    }

    @Test
    void printsTheSettingsInUseWithoutSecrets() throws Exception {
        Path config = config(
                "kafka.bootstrap.servers=file:1",
                "keys.dir=/keys",
                "schema.registry.url=http://registry:8081",
                "sdk.library=/lib.so",
                "kafka.ssl.key.password=s3cret");

        Process print = decryptor(
                Map.of("WECOM_DECRYPTOR_KAFKA_BOOTSTRAP_SERVERS", "environment:2"),
                "--config",
                config.toString(),
                "--print-config");

        assertThat(print.waitFor()).isZero();
        assertThat(output())
                .contains(
                        "kafka.bootstrap.servers=environment:2", "kafka.ssl.key.password=[hidden]", "rsa.provider=auto")
                .doesNotContain("s3cret");
    }

    @Test
    void refusesUnknownSettings() throws Exception {
        Path config = config(
                "kafka.bootstrap.servers=kafka:1",
                "keys.dir=/keys",
                "schema.registry.url=http://registry:8081",
                "sdk.library=/lib.so",
                "keys.directory=s3cret");

        Process run = decryptor(Map.of(), "--config", config.toString());

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.WRONG_SETTINGS);
        assertThat(output()).contains("unknown setting keys.directory").doesNotContain("s3cret");
    }

    @Test
    void refusesEndpointsOutsideTheAllowedHosts() throws Exception {
        Path config = config(
                "kafka.bootstrap.servers=203.0.113.9:9092",
                "keys.dir=/keys",
                "schema.registry.url=http://127.0.0.1:8081",
                "sdk.library=/lib.so");

        Process run = decryptor(Map.of(), "--config", config.toString());

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.WRONG_SETTINGS);
        assertThat(output()).contains("kafka.bootstrap.servers leads outside network.allowed.hosts");
    }

    @Test
    void namesATemporaryFolderThatIsMountedNoexec() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("noexec"));
        assumeThat(succeeds("mount", "-t", "tmpfs", "-o", "noexec,size=64m", "tmpfs", folder.toString()))
                .as("the right to mount")
                .isTrue();
        try {
            Path config = config(
                    "kafka.bootstrap.servers=127.0.0.1:1",
                    "keys.dir=" + Files.createDirectories(directory.resolve("keys")),
                    "schema.registry.url=http://127.0.0.1:1",
                    "sdk.library=/lib.so",
                    "http.port=" + LoopbackPorts.free());

            Process run = decryptor(
                    Map.of("DECRYPTOR_JVM_OPTS", "-Djava.io.tmpdir=" + folder), "--config", config.toString());

            assertThat(run.waitFor()).isEqualTo(DecryptorMain.WRONG_SETTINGS);
            assertThat(output())
                    .contains(
                            "Amazon Corretto Crypto Provider does not load",
                            folder + " is mounted noexec",
                            "rsa.provider=jdk")
                    .doesNotContain("\tat ");
        } finally {
            succeeds("umount", folder.toString());
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private Path ofUnresolvedBrokers() throws IOException {
        Files.createDirectories(directory.resolve("keys"));
        return config(
                "kafka.bootstrap.servers=kafka-0.kafka-headless.nowhere.svc:9092",
                "keys.dir=" + directory.resolve("keys"),
                "schema.registry.url=http://127.0.0.1:1",
                "sdk.library=/lib.so",
                "http.port=" + LoopbackPorts.free(),
                "start.timeout.ms=2000");
    }

    @Test
    void waitsForNamesOfBrokersThatDoNotResolve() throws Exception {
        Process run = decryptor(Map.of(), "--config", ofUnresolvedBrokers().toString());

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.NOT_READY);
        assertThat(output())
                .contains("cannot read the topics of Kafka", "kafka-0.kafka-headless.nowhere.svc")
                .doesNotContain("\tat ");
    }

    @Test
    void writesTheReasonOfItsEndAsJsonToo() throws Exception {
        Process run = decryptor(
                Map.of("WECOM_DECRYPTOR_LOG_FORMAT", "json"),
                "--config",
                ofUnresolvedBrokers().toString());

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.NOT_READY);
        assertThat(logLines()).last().satisfies(line -> {
            assertThat(line.get("level").asText()).isEqualTo("ERROR");
            assertThat(line.get("message").asText()).contains("kafka-0.kafka-headless.nowhere.svc");
        });
    }

    @Test
    void refusesAJaasSettingWithoutQuotingIt() throws Exception {
        Path config = config(
                "kafka.bootstrap.servers=127.0.0.1:1",
                "kafka.sasl.jaas.config=a.Module required password=\"abc\"TOPSECRET\";",
                "keys.dir=/keys",
                "schema.registry.url=http://127.0.0.1:1",
                "sdk.library=/lib.so");

        Process run = decryptor(Map.of(), "--config", config.toString());

        assertThat(run.waitFor()).isEqualTo(DecryptorMain.WRONG_SETTINGS);
        assertThat(output())
                .contains("kafka.sasl.jaas.config is not in the form that JAAS asks for")
                .doesNotContain("TOPSECRET");
    }

    @Test
    void decryptsThroughTheCLibraryAndDrainsOnSigterm(SecuredKafka cluster, RegistryServer registry) throws Exception {
        EmbeddedKafka kafka = cluster.cluster();
        SimulatedTenant tenant = SimulatedTenant.inMemory(
                TenantSettings.builder(Records.CORP, "secret", 7).build(), Clock.systemUTC());
        tenant.grow(500);
        tenant.writePrivateKeys(directory.resolve("keys"));
        Topics topics = new Topics("main");
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            Optional<Path> library = SimulatorLibrary.install(directory, server.address());
            assumeThat(library).as("the simulator's C library, which needs cc").isPresent();
            TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(kafka.bootstrapServers(), topics.prefix(), 1);
            new RawTopic(kafka.bootstrapServers(), registry.url(), topics).publish(tenant.after(0, 500));
            int port = LoopbackPorts.free();

            Process run = decryptor(
                    Map.of(),
                    "--config",
                    config(
                                    "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                                    "topic.prefix=" + topics.prefix(),
                                    "keys.dir=" + directory.resolve("keys"),
                                    "state.dir=" + directory.resolve("state"),
                                    "schema.registry.url=" + registry.url(),
                                    "auto.register.schemas=true",
                                    "sdk.library=" + library.orElseThrow(),
                                    "log.format=json",
                                    "http.port=" + port)
                            .toString());
            await().atMost(PATIENCE).until(() -> ready(port));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> Outcomes.read(kafka.bootstrapServers(), topics).size() == 500);
            try (Socket half = new Socket(InetAddress.getLoopbackAddress(), port)) {
                half.getOutputStream().write('G');
                assertThat(half.getInputStream().read())
                        .as("end of a connection with half a request")
                        .isEqualTo(-1);
            }
            List<ProcessHandle> children = run.descendants().toList();
            run.destroy();

            assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).isEqualTo(143);
            await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(logLines()).hasSizeGreaterThan(3).allSatisfy(line -> assertThat(line.fieldNames())
                    .toIterable()
                    .contains("time", "level", "logger", "thread", "host", "message"));
            assertThat(output())
                    .contains("decryptor stopped")
                    .doesNotContain(SimulatedTenant.MARKER, "PRIVATE KEY", "secret");
        }
    }

    private static boolean ready(int port) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notListening) {
            return false;
        }
    }

    private Path config(String... lines) throws IOException {
        Path file = Files.write(directory.resolve("decryptor.properties"), List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Process decryptor(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", script().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output.txt").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output.txt"));
    }

    /** All that it wrote, on both outputs: each line is one JSON object. */
    private List<JsonNode> logLines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        ObjectMapper strict = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (String line : Files.readAllLines(directory.resolve("output.txt"))) {
            lines.add(strict.readTree(line));
        }
        return lines;
    }

    private static Path script() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("target"), 4, (path, attributes) -> path.endsWith(Path.of("bin", "decryptor")))) {
            return files.findFirst().orElseThrow().toAbsolutePath();
        }
    }
}
