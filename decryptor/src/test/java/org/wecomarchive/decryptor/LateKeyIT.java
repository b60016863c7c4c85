package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.topics.TopicCatalog;

/** A key is rotated and not installed; what was parked becomes events once it is, each once. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class LateKeyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LATE_VERSION = 2;
    /** As WeCom's messages are. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    @TempDir
    private static Path servers;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;

    @TempDir
    private Path directory;

    private Topics topics;
    private LedgerReader ledger;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        kafka = EmbeddedKafka.start(servers.resolve("kafka"), 1);
        registry = RegistryServer.start(servers.resolve("registry"));
    }

    @AfterAll
    static void stopServers() {
        registry.close();
        kafka.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        topics = new Topics(test.getTestMethod().orElseThrow().getName());
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(kafka.bootstrapServers(), topics.prefix(), 1);
        ledger = new LedgerReader(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void releasesWhatWasParkedOnceTheRightKeyComesAfterAWrongOne() throws Exception {
        SimulatedTenant tenant = tenant(1_200, 200);
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server, "one"))) {
            publish(tenant);
            decryptor.start();
            awaitParked(decryptor, "missing-key", 1_000);
            Balance withoutKey = balance();

            installKey(tenant.privateKeyPem(1));
            awaitParked(decryptor, "key-mismatch", 1_000);
            awaitParked(decryptor, "missing-key", 0);
            Balance withWrongKey = balance();
            installKey(tenant.privateKeyPem(LATE_VERSION));
            awaitParked(decryptor, "key-mismatch", 0);

            assertThat(withoutKey.parked()).isEqualTo(1_000);
            assertThat(withoutKey.balancedWith(1_200)).as("%s", withoutKey).isTrue();
            assertThat(withWrongKey.parked()).isEqualTo(1_000);
            assertThat(withWrongKey.balancedWith(1_200)).as("%s", withWrongKey).isTrue();
            assertAllReleasedOnce(tenant, 200);
            assertThat(figure(decryptor, "wecom_release_records_total", "events"))
                    .isEqualTo(1_000);
            assertThat(figure(decryptor, "wecom_release_records_total", "parked"))
                    .isEqualTo(1_000);
        }
    }

    @Test
    void releasesThousandsOnceAlthoughAnInstanceIsKilledInTheMiddleAndTwoTakeOver() throws Exception {
        SimulatedTenant tenant = tenant(5_400, 200);
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            publish(tenant);
            try (Decryptor parking = new Decryptor(config(server, "parking"))) {
                parking.start();
                awaitParked(parking, "missing-key", 5_200);
            }
            Balance before = balance();
            installKey(tenant.privateKeyPem(LATE_VERSION));

            killInTheMiddle(server);
            Balance whenKilled = balance();
            try (Decryptor first = new Decryptor(config(server, "first"));
                    Decryptor second = new Decryptor(config(server, "second"))) {
                first.start();
                second.start();
                await().atMost(PATIENCE).until(() -> balance().parked() == 0);
            }

            assertThat(before.balancedWith(5_400)).as("%s", before).isTrue();
            assertThat(before.parked()).isEqualTo(5_200);
            assertThat(whenKilled.parked()).isBetween(1L, 5_199L);
            assertThat(whenKilled.balancedWith(5_400)).as("%s", whenKilled).isTrue();
            assertAllReleasedOnce(tenant, 200);
        }
    }

    @Test
    void publishesNothingOfWhatIsErasedNeitherAgainNorReleased() throws Exception {
        SimulatedTenant tenant = tenant(600, 300);
        List<SimulatedRecord> source = tenant.after(0, 600);
        Set<Long> erased =
                new HashSet<>(List.of(source.get(10).seq(), source.get(400).seq()));
        String person = people(tenant, source.get(20)).iterator().next();
        source.stream()
                .filter(record -> people(tenant, record).contains(person))
                .forEach(record -> erased.add(record.seq()));
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            publish(tenant);
            try (Decryptor before = new Decryptor(config(server, "before"))) {
                before.start();
                awaitParked(before, "missing-key", 300);
            }
            order(Orders.order("first").setSeq(source.get(10).seq()).build());
            try (Decryptor decryptor = new Decryptor(config(server, "after"))) {
                new RawTopic(kafka.bootstrapServers(), registry.url(), topics).replay(source.subList(0, 11));
                decryptor.start();
                await().atMost(PATIENCE).until(() -> balance().erased() == 1);
                order(Orders.order("second").setSeq(source.get(400).seq()).build());
                order(Orders.order("third").setSubject(person).build());
                await().atMost(PATIENCE).until(() -> figure(decryptor, "wecom_erasures", Map.of()) == 3);

                new RawTopic(kafka.bootstrapServers(), registry.url(), topics).replay(source.subList(11, 600));
                installKey(tenant.privateKeyPem(LATE_VERSION));

                await().atMost(PATIENCE).until(() -> balance().erased() == erased.size());
                await().atMost(PATIENCE).until(() -> balance().parked() == 0);
            }
        }

        List<Outcomes.Line> late = Outcomes.read(kafka.bootstrapServers(), topics).stream()
                .filter(line -> !line.delivery().equals("live") && erased.contains(line.seq()))
                .filter(line ->
                        line.outcome().equals("events") || line.outcome().startsWith("dead-letters"))
                .toList();
        Balance balance = balance();
        assertThat(erased.size()).isBetween(10, 400);
        assertThat(late).isEmpty();
        assertThat(balance.events()).isEqualTo(600 - erased.size());
        assertThat(balance.balancedWith(600)).as("%s", balance).isTrue();
    }

    private static Set<String> people(SimulatedTenant tenant, SimulatedRecord record) {
        try {
            JsonNode message = JSON.readTree(tenant.plaintext(record.seq()));
            Set<String> people = new LinkedHashSet<>();
            people.add(message.path("from").asText(message.path("user").asText()));
            message.path("tolist").forEach(receiver -> people.add(receiver.asText()));
            return people;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order(Erasure order) throws Exception {
        Map<String, String> settings = Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true");
        try (RecordSerde<Erasure> serde = RecordSerde.of(Erasure.class, settings);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] key = order.getId().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topics.erasures(), key, serde.serialize(topics.erasures(), order)))
                    .get();
        }
    }

    private void killInTheMiddle(SimulatorServer server) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                directory.resolve("killed.properties"),
                settings(server, "killed").entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n")));
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DecryptorMain.class.getName(),
                        "--config",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.log").toFile())
                .start();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> balance().parked() < 5_200 || !killed.isAlive());
        } finally {
            killed.descendants().forEach(ProcessHandle::destroyForcibly);
            killed.destroyForcibly().waitFor();
        }
    }

    private void assertAllReleasedOnce(SimulatedTenant tenant, int live) throws Exception {
        List<SimulatedRecord> source = tenant.after(0, (int) tenant.size());
        List<Outcomes.Line> released = Outcomes.read(kafka.bootstrapServers(), topics).stream()
                .filter(line ->
                        line.outcome().equals("events") && line.delivery().equals("released"))
                .toList();
        assertThat(released.stream().map(Outcomes.Line::seq))
                .containsExactlyInAnyOrderElementsOf(
                        source.stream().skip(live).map(SimulatedRecord::seq).toList());
        Balance balance = balance();
        assertThat(balance.parked()).isZero();
        assertThat(balance.events()).isEqualTo(tenant.size());
        assertThat(balance.balancedWith(tenant.size())).as("%s", balance).isTrue();
    }

    private Balance balance() throws Exception {
        return ledger.read(PATIENCE).balance();
    }

    private static void awaitParked(Decryptor decryptor, String reason, int records) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(figure(decryptor, "wecom_release_parked", reason))
                .isEqualTo(records));
    }

    private static double figure(Decryptor decryptor, String name, Map<String, String> tags) {
        return decryptor.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && metric.getKey().tags().equals(tags))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElse(-1);
    }

    private static double figure(Decryptor decryptor, String name, String tag) {
        return decryptor.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && metric.getKey().tags().containsValue(tag))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElse(-1);
    }

    /** All in place in one step, as an operator should do it. */
    private void installKey(String pem) throws IOException {
        Path file = Files.writeString(directory.resolve("key.tmp"), pem, StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.move(
                file,
                directory.resolve("keys").resolve(Records.CORP).resolve(LATE_VERSION + ".pem"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private SimulatedTenant tenant(int records, long rotation) throws IOException {
        TenantSettings settings = TenantSettings.builder(Records.CORP, "secret", 7)
                .damageShare(0)
                .rotations(rotation)
                .withheldVersions(LATE_VERSION)
                .build();
        SimulatedTenant tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        tenant.grow(records);
        tenant.writePrivateKeys(directory.resolve("keys"));
        return tenant;
    }

    private void publish(SimulatedTenant tenant) throws Exception {
        new RawTopic(kafka.bootstrapServers(), registry.url(), topics).publish(tenant.after(0, (int) tenant.size()));
    }

    private DecryptorConfig config(SimulatorServer server, String instance) {
        return new DecryptorConfig(settings(server, instance));
    }

    private Map<String, String> settings(SimulatorServer server, String instance) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "topic.prefix", topics.prefix(),
                "keys.dir", directory.resolve("keys").toString(),
                "keys.poll.ms", "200",
                "state.dir", directory.resolve("state-" + instance).toString(),
                "schema.registry.url", registry.url(),
                "auto.register.schemas", "true",
                "sdk.library", server.library(),
                "http.port", "0"));
        // A killed instance is missed soon.
        settings.put("kafka.session.timeout.ms", "6000");
        settings.put("kafka.heartbeat.interval.ms", "1000");
        return settings;
    }
}
