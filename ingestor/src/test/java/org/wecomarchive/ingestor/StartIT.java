package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.testkit.connect.ConnectRestException;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.server.LoopbackPorts;

/** Where a connector starts: with a stored offset, without one, and while the registry is away. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class StartIT {

    private Servers servers;
    private ConnectWorker worker;
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers ofThisJvm, IngestorFixture ofThisTest) throws Exception {
        servers = ofThisJvm;
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void goesOnFromTheRawTopicWhenTheOffsetsAreLost() throws Exception {
        fixture.tenant().grow(1200);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(1200);
        fixture.stop(worker, fixture.connector());
        fixture.delete(fixture.connector());
        fixture.tenant().grow(40);

        fixture.put(worker, "renamed-" + fixture.connector(), with("start.from", "auto"));
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(1240);

        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    @Test
    void replaysFromANumberWhenTheOffsetsAreLost() throws Exception {
        fixture.tenant().grow(60);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(60);
        fixture.stop(worker, fixture.connector());
        fixture.delete(fixture.connector());
        fixture.tenant().grow(10);

        fixture.put(
                worker,
                "renamed-" + fixture.connector(),
                with("start.from", Long.toString(fixture.tenant().seqOf(39))));
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(90);

        assertThat(raws.subList(60, 80))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("replayed");
        assertThat(raws.subList(80, 90))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("live");
        assertThat(raws.subList(60, 90)).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(40));
    }

    @Test
    void ignoresStartFromWhereThereIsAStoredOffset() throws Exception {
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(30);

        fixture.put(worker, with("start.from", "0"));
        fixture.tenant().grow(5);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(35);

        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
    }

    @Test
    void letsOneOfTwoConnectorsForACorpGoOnAndNeitherRepeatTheOther() throws Exception {
        String second = "second-" + fixture.connector();
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(30);

        fixture.put(worker, second, fixture.config());
        await().atMost(2, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(500)).until(() -> {
            fixture.tenant().grow(1);
            return !worker.status(fixture.connector()).tasks().get(0).trace().isEmpty();
        });
        String replaced = IngestorFixture.awaitFailure(worker, fixture.connector());
        fixture.tenant().grow(10);
        fixture.awaitRaw(Math.toIntExact(fixture.tenant().size()));
        worker.rest().restartTask(fixture.connector(), 0);
        await().atMost(2, TimeUnit.MINUTES)
                .until(
                        () -> IngestorFixture.awaitFailure(worker, fixture.connector()),
                        trace -> trace.contains("connector " + second + " has pulled this corp"));
        fixture.tenant().grow(10);
        List<IngestorFixture.Raw> raws =
                fixture.awaitRaw(Math.toIntExact(fixture.tenant().size()));

        assertThat(replaced).contains("FatalIngestException", "connector " + second + " has begun to pull this corp");
        assertThat(worker.status(second).running()).isTrue();
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    @Test
    void refusesToGuessWhereANewCorpStarts() throws Exception {
        fixture.tenant().grow(30);

        fixture.put(worker, with("start.from", "auto"));

        assertThat(IngestorFixture.awaitFailure(worker, fixture.connector()))
                .contains("FatalIngestException", "start.from=oldest");
        assertThat(fixture.records(fixture.topics().raw())).isEmpty();
    }

    @Test
    void refusesToGuessTheHomeOfANewCorp() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("raw.partitions", "24");

        fixture.put(worker, config);

        assertThat(IngestorFixture.awaitFailure(worker, fixture.connector()))
                .contains("FatalIngestException", "raw.partitions=12");
        assertThat(fixture.records(fixture.topics().raw())).isEmpty();
    }

    @Test
    void waitsForARegistryThatComesUpLate(@TempDir Path directory) throws Exception {
        fixture.tenant().grow(30);
        int port = LoopbackPorts.free();
        String late = servers.registryUrl().replaceFirst(":[0-9]+", ":" + port);
        fixture.put(worker, with("schema.registry.url", late));
        worker.rest().awaitRunning(fixture.connector(), Duration.ofMinutes(2));
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(2))
                .until(() -> worker.status(fixture.connector()).running());

        // Where a registry that ran before keeps its port.
        Files.writeString(directory.resolve("port"), Integer.toString(port));
        try (RegistryServer registry = RegistryServer.start(directory)) {
            assertThat(registry.url()).isEqualTo(late);
            assertThat(fixture.awaitRaw(30))
                    .extracting(IngestorFixture.Raw::seq)
                    .isEqualTo(fixture.seqs(0));
        }
    }

    @Test
    void waitsForBrokersWhoseNamesDoNotResolveYet() throws Exception {
        fixture.tenant().grow(30);
        fixture.put(worker, with("kafka.bootstrap.servers", "kafka-0.kafka-headless.nowhere.svc:9092"));
        worker.rest().awaitRunning(fixture.connector(), Duration.ofSeconds(30));
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(() -> worker.status(fixture.connector()).running());

        fixture.put(worker, fixture.config());

        assertThat(fixture.awaitRaw(30)).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
    }

    @Test
    void refusesAJaasSettingThatCannotBeReadWithoutQuotingIt() {
        Map<String, String> config = with("kafka.security.protocol", "SASL_PLAINTEXT");
        config.put("kafka.sasl.mechanism", "PLAIN");
        config.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                        + " password=\"abc\"TOPSECRET\";");

        assertThatThrownBy(() -> fixture.put(worker, config))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("kafka.sasl.jaas.config")
                .hasMessageNotContaining("TOPSECRET");
    }

    @Test
    void showsNoMessageOfAForeignExceptionInTheStatus() throws Exception {
        Map<String, String> config = with("kafka.security.protocol", "SASL_PLAINTEXT");
        config.put("kafka.sasl.mechanism", "TOPSECRET");

        fixture.put(worker, config);

        assertThat(IngestorFixture.awaitFailure(worker, fixture.connector()))
                .contains("FatalIngestException", "org.apache.kafka.common.KafkaException")
                .doesNotContain("TOPSECRET");
    }

    @Test
    void callsBrokersAndRegistryWhenAConnectorIsMade() {
        Map<String, String> config = fixture.config();
        config.remove("validate.connect");
        assertThat(refused(config)).isEmpty();

        config.put("kafka.bootstrap.servers", "127.0.0.1:1");
        config.put("schema.registry.url", "http://127.0.0.1:2");
        List<String> refused = refused(config);
        config.put("validate.connect", "false");

        assertThat(refused).containsExactlyInAnyOrder("kafka.bootstrap.servers", "schema.registry.url");
        assertThat(refused(config)).isEmpty();
    }

    private static List<String> refused(Map<String, String> config) {
        return new WeComArchiveSourceConnector()
                .validate(config).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name)
                        .toList();
    }

    @Test
    void listsNothingOfAQuietCorpWhoseConnectorIsRenamed() throws Exception {
        Instant now = Instant.now();
        fixture.tenant().grow(20);
        try (Producer<String, byte[]> former = producer()) {
            sendRaw(former, fixture.tenant().seqOf(19), now.minus(Duration.ofDays(7)));
            sendCalls(former, now);
        }
        fixture.tenant().grow(5);

        fixture.put(worker, with("start.from", "auto"));
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(6);

        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(19));
        assertThat(fixture.records(fixture.topics().gaps())).isEmpty();
    }

    @Test
    void listsAGapWhereNothingTellsThatARenamedConnectorWasCaughtUp() throws Exception {
        fixture.tenant().grow(20);
        try (Producer<String, byte[]> former = producer()) {
            sendRaw(former, fixture.tenant().seqOf(19), Instant.now().minus(Duration.ofDays(7)));
        }
        fixture.tenant().grow(5);

        fixture.put(worker, with("start.from", "auto"));
        fixture.awaitRaw(6);

        assertThat(fixture.records(fixture.topics().gaps())).hasSize(1);
    }

    private Producer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void sendRaw(Producer<String, byte[]> producer, long seq, Instant fetchedAt) throws Exception {
        String key = RecordKeys.of(fixture.corpId(), seq);
        int home = HomePartition.of(fixture.corpId(), 12);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(fixture.topics().raw(), home, fetchedAt.toEpochMilli(), key, new byte[10]);
        record.headers()
                .add(HeaderNames.SEQ, Long.toString(seq).getBytes(StandardCharsets.UTF_8))
                .add(HeaderNames.DELIVERY, Delivery.LIVE.text().getBytes(StandardCharsets.UTF_8));
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private void sendCalls(Producer<String, byte[]> producer, Instant caughtUp) throws Exception {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(fixture.topics().calls(), null, fixture.corpId(), new byte[10]);
        String moment = Long.toString(caughtUp.toEpochMilli());
        record.headers().add(HeaderNames.CAUGHT_UP, moment.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> config = fixture.config();
        config.put(key, value);
        return config;
    }
}
