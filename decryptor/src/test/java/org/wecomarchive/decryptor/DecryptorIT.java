package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.ExpectedOutcome;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

@ExtendWith(SharedServers.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DecryptorIT {

    private static final String CORP = Records.CORP;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;

    @TempDir
    private Path directory;

    private Topics topics;

    @BeforeAll
    static void useServers(SecuredKafka cluster, RegistryServer server) {
        kafka = cluster.cluster();
        registry = server;
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        topics = new Topics(test.getTestMethod().orElseThrow().getName());
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(kafka.bootstrapServers(), topics.prefix(), 1);
    }

    @Test
    void decryptsOnePartitionAheadInOrderAndOnceAcrossARestartAndTheDeathOfTheLibrary() throws Exception {
        SimulatedTenant tenant = tenant(5_000);
        List<SimulatedRecord> source = tenant.after(0, 5_000);
        Map<String, String> twoThreads = Map.of("decrypt.threads", "2");
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            publish(source);

            try (Decryptor first = new Decryptor(config(server, twoThreads))) {
                first.start();
                await().atMost(PATIENCE).until(() -> first.recordsDone() > 500);
                killLibrary();
                await().atMost(PATIENCE).until(() -> first.recordsDone() > 1_500);
                assertThat(metric(first, "wecom_decrypt_ahead_hits_total")).isPositive();
            }
            try (Decryptor second = new Decryptor(config(server, twoThreads))) {
                second.start();
                awaitOutcomes(source.size());
                assertThat(metric(second, "wecom_decrypt_ahead_hits_total")).isPositive();
                assertThat(metric(second, "wecom_decrypt_ahead_waiting")).isZero();
                assertThat(metric(second, "wecom_decrypt_ahead_bytes")).isZero();
            }
        }

        List<Outcomes.Line> outcomes = Outcomes.read(kafka.bootstrapServers(), topics);
        assertThat(outcomes.stream().map(Outcomes.Line::seq)).doesNotHaveDuplicates();
        assertThat(outcomes.stream().collect(Collectors.toMap(Outcomes.Line::seq, Outcomes.Line::outcome)))
                .isEqualTo(source.stream()
                        .collect(Collectors.toMap(
                                SimulatedRecord::seq, record -> expected(tenant.expectedOutcome(record.seq())))));
        assertThat(outcomes.stream().map(Outcomes.Line::delivery)).containsOnly("live");
        assertThat(Outcomes.outOfOrder(outcomes)).isEmpty();
    }

    @Test
    void replacesItsThreadAfterTroubleThatOutlastsATransactionAndGoesOn() throws Exception {
        SimulatedTenant tenant = tenant(300);
        List<SimulatedRecord> source = tenant.after(0, 300);
        // A member that died without leaving would keep its partition for longer than anybody waits here.
        Map<String, String> longSession = Map.of("kafka.consumer.session.timeout.ms", "180000");
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server, longSession))) {
            decryptor.start();
            await().atMost(PATIENCE).until(() -> decryptor.status().ready());

            killLibraries();
            publish(source);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
                killLibraries();
                return failedThreads(decryptor) > 0;
            });

            awaitOutcomes(source.size());
            assertThat(Outcomes.read(kafka.bootstrapServers(), topics).stream().map(Outcomes.Line::seq))
                    .containsExactlyInAnyOrderElementsOf(
                            source.stream().map(SimulatedRecord::seq).toList());
        }
    }

    @Test
    void isReadyOnceItHasCaughtUpAndTellsItsFigures() throws Exception {
        SimulatedTenant tenant = tenant(50);
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server, Map.of()))) {
            publish(tenant.after(0, 50));

            decryptor.start();

            await().atMost(PATIENCE).until(() -> decryptor.recordsDone() == 50);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(decryptor, "/readyz"))
                    .startsWith("200 {\"ready\":true,\"state\":\"RUNNING\",\"lag\":0,"));
            assertThat(get(decryptor, "/livez")).startsWith("200 {\"live\":true,\"state\":\"RUNNING\"");
            assertThat(get(decryptor, "/readyz/other")).startsWith("404");
            assertThat(decryptor.metrics().keySet().stream().map(name -> name.name()))
                    .contains("wecom_decrypt_records_total", "wecom_rsa_provider", "wecom_sdk_process_starts_total");
        }
    }

    @Test
    void waitsForTheTopicsAndGivesUpInTime() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(tenant(1));
                Decryptor decryptor = new Decryptor(
                        config(server, Map.of("topic.prefix", "not.there", "start.timeout.ms", "2000")))) {

            assertThatThrownBy(decryptor::start)
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageStartingWith("cannot read the topics of Kafka");
        }
    }

    @Test
    void refusesToStartWhenEventsCouldBeLargerThanTheirTopicTakes() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(tenant(1));
                Decryptor decryptor = new Decryptor(config(server, Map.of("events.max.bytes", "30000000")))) {

            assertThatThrownBy(decryptor::start).hasMessageContaining("events.max.bytes");
        }
    }

    @Test
    void endsInsteadOfSkippingRecordsThatAreGone() throws Exception {
        SimulatedTenant tenant = tenant(100);
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            publish(tenant.after(0, 60));
            try (Decryptor first = new Decryptor(config(server, Map.of()))) {
                first.start();
                await().atMost(PATIENCE).until(() -> first.recordsDone() == 60);
            }
            publish(tenant.after(0, 100).subList(60, 100));
            Outcomes.deleteAll(kafka.bootstrapServers(), topics.raw());

            try (Decryptor second = new Decryptor(config(server, Map.of()))) {
                second.start();

                await().atMost(PATIENCE).until(() -> second.ended().isCompletedExceptionally());
                assertThat(get(second, "/livez")).startsWith("503 {\"live\":false");
            }
        }
    }

    private SimulatedTenant tenant(int records) throws IOException {
        TenantSettings settings = TenantSettings.builder(CORP, "secret", 7)
                .damageShare(0.02)
                .rotations(1_000L, 2_000L)
                .withheldVersions(2)
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        tenant.writePrivateKeys(directory.resolve("keys"));
        return tenant;
    }

    private DecryptorConfig config(SimulatorServer server, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "topic.prefix", topics.prefix(),
                "keys.dir", directory.resolve("keys").toString(),
                "state.dir", directory.resolve("state").toString(),
                "schema.registry.url", registry.url(),
                "auto.register.schemas", "true",
                "sdk.library", server.library(),
                "http.port", "0"));
        settings.putAll(more);
        return new DecryptorConfig(settings);
    }

    private void awaitOutcomes(int atLeast) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> Outcomes.read(kafka.bootstrapServers(), topics).size() >= atLeast);
    }

    private void publish(List<SimulatedRecord> source) throws ExecutionException, InterruptedException {
        new RawTopic(kafka.bootstrapServers(), registry.url(), topics).publish(source);
    }

    private static String expected(ExpectedOutcome outcome) {
        return switch (outcome) {
            case EVENT -> "events";
            case MISSING_KEY -> "parked missing-key";
            case KEY_MISMATCH -> "parked key-mismatch";
            case NATIVE_CRASH -> "parked native-crash";
            case REFUSED_FOR_NOW -> "parked refused-for-now";
            case KEY_NOT_BASE64 -> "dead-letters broken-base64";
            case KEY_WRONG_LENGTH -> "dead-letters wrong-rsa-length";
            case KEY_STRING_REFUSED, MESSAGE_REFUSED -> "dead-letters refused-payload";
            case NOT_JSON -> "dead-letters bad-json";
            case TOO_LARGE -> "dead-letters too-large";
        };
    }

    private static double failedThreads(Decryptor decryptor) {
        return metric(decryptor, "failed-stream-threads");
    }

    private static double metric(Decryptor decryptor, String name) {
        return decryptor.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    private static void killLibrary() {
        assertThat(killLibraries()).isEqualTo(1);
    }

    /** Kills the processes that host the library, and returns how many there were. */
    private static int killLibraries() {
        List<ProcessHandle> hosts = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("org.wecomarchive.financesdk"))
                .toList();
        hosts.forEach(ProcessHandle::destroyForcibly);
        return hosts.size();
    }

    private static String get(Decryptor decryptor, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + decryptor.httpAddress().getPort() + path);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
