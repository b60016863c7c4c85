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
import org.wecomarchive.testkit.kafka.LoopbackPorts;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Where a connector starts: with a stored offset, without one, and while the registry is away. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class StartIT {

    private Servers servers;
    private ConnectWorker worker;
    private Rig rig;

    @BeforeEach
    void setUp(Servers ofThisJvm, Rig ofThisTest) throws Exception {
        servers = ofThisJvm;
        worker = servers.worker();
        rig = ofThisTest;
    }

    @Test
    void goesOnFromTheRawTopicWhenTheOffsetsAreLost() throws Exception {
        rig.tenant().grow(1200);
        rig.put(worker, rig.config());
        rig.awaitRaw(1200);
        rig.stop(worker, rig.connector());
        rig.delete(rig.connector());
        rig.tenant().grow(40);

        rig.put(worker, "renamed-" + rig.connector(), with("start.from", "auto"));
        List<Rig.Raw> raws = rig.awaitRaw(1240);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    @Test
    void replaysFromANumberWhenTheOffsetsAreLost() throws Exception {
        rig.tenant().grow(60);
        rig.put(worker, rig.config());
        rig.awaitRaw(60);
        rig.stop(worker, rig.connector());
        rig.delete(rig.connector());
        rig.tenant().grow(10);

        rig.put(
                worker,
                "renamed-" + rig.connector(),
                with("start.from", Long.toString(rig.tenant().seqOf(39))));
        List<Rig.Raw> raws = rig.awaitRaw(90);

        assertThat(raws.subList(60, 80)).extracting(Rig.Raw::delivery).containsOnly("replayed");
        assertThat(raws.subList(80, 90)).extracting(Rig.Raw::delivery).containsOnly("live");
        assertThat(raws.subList(60, 90)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(40));
    }

    @Test
    void ignoresStartFromWhereThereIsAStoredOffset() throws Exception {
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        rig.awaitRaw(30);

        rig.put(worker, with("start.from", "0"));
        rig.tenant().grow(5);
        List<Rig.Raw> raws = rig.awaitRaw(35);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
    }

    @Test
    void letsOneOfTwoConnectorsForACorpGoOnAndNeitherRepeatTheOther() throws Exception {
        String second = "second-" + rig.connector();
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        rig.awaitRaw(30);

        rig.put(worker, second, rig.config());
        await().atMost(2, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(500)).until(() -> {
            rig.tenant().grow(1);
            return !worker.status(rig.connector()).tasks().get(0).trace().isEmpty();
        });
        String replaced = Rig.awaitFailure(worker, rig.connector());
        rig.tenant().grow(10);
        rig.awaitRaw(Math.toIntExact(rig.tenant().size()));
        worker.rest().restartTask(rig.connector(), 0);
        await().atMost(2, TimeUnit.MINUTES)
                .until(
                        () -> Rig.awaitFailure(worker, rig.connector()),
                        trace -> trace.contains("connector " + second + " has pulled this corp"));
        rig.tenant().grow(10);
        List<Rig.Raw> raws = rig.awaitRaw(Math.toIntExact(rig.tenant().size()));

        assertThat(replaced).contains("FatalIngestException", "connector " + second + " has begun to pull this corp");
        assertThat(worker.status(second).running()).isTrue();
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    @Test
    void refusesToGuessWhereANewCorpStarts() throws Exception {
        rig.tenant().grow(30);

        rig.put(worker, with("start.from", "auto"));

        assertThat(Rig.awaitFailure(worker, rig.connector())).contains("FatalIngestException", "start.from=oldest");
        assertThat(rig.records(rig.topics().raw())).isEmpty();
    }

    @Test
    void refusesToGuessTheHomeOfANewCorp() throws Exception {
        Map<String, String> config = rig.config();
        config.put("raw.partitions", "24");

        rig.put(worker, config);

        assertThat(Rig.awaitFailure(worker, rig.connector())).contains("FatalIngestException", "raw.partitions=12");
        assertThat(rig.records(rig.topics().raw())).isEmpty();
    }

    @Test
    void waitsForARegistryThatComesUpLate(@TempDir Path directory) throws Exception {
        rig.tenant().grow(30);
        int port = LoopbackPorts.free();
        String late = servers.registryUrl().replaceFirst(":[0-9]+", ":" + port);
        rig.put(worker, with("schema.registry.url", late));
        worker.rest().awaitRunning(rig.connector(), Duration.ofMinutes(2));
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(2)).until(() -> worker.status(rig.connector())
                .running());

        // Where a registry that ran before keeps its port.
        Files.writeString(directory.resolve("port"), Integer.toString(port));
        try (RegistryServer registry = RegistryServer.start(directory)) {
            assertThat(registry.url()).isEqualTo(late);
            assertThat(rig.awaitRaw(30)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        }
    }

    @Test
    void waitsForBrokersWhoseNamesDoNotResolveYet() throws Exception {
        rig.tenant().grow(30);
        rig.put(worker, with("kafka.bootstrap.servers", "kafka-0.kafka-headless.nowhere.svc:9092"));
        worker.rest().awaitRunning(rig.connector(), Duration.ofSeconds(30));
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> worker.status(rig.connector())
                .running());

        rig.put(worker, rig.config());

        assertThat(rig.awaitRaw(30)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
    }

    @Test
    void refusesAJaasSettingThatCannotBeReadWithoutQuotingIt() {
        Map<String, String> config = with("kafka.security.protocol", "SASL_PLAINTEXT");
        config.put("kafka.sasl.mechanism", "PLAIN");
        config.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                        + " password=\"abc\"TOPSECRET\";");

        assertThatThrownBy(() -> rig.put(worker, config))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("kafka.sasl.jaas.config")
                .hasMessageNotContaining("TOPSECRET");
    }

    @Test
    void showsNoMessageOfAForeignExceptionInTheStatus() throws Exception {
        Map<String, String> config = with("kafka.security.protocol", "SASL_PLAINTEXT");
        config.put("kafka.sasl.mechanism", "TOPSECRET");

        rig.put(worker, config);

        assertThat(Rig.awaitFailure(worker, rig.connector()))
                .contains("FatalIngestException", "org.apache.kafka.common.KafkaException")
                .doesNotContain("TOPSECRET");
    }

    @Test
    void callsBrokersAndRegistryWhenAConnectorIsMade() {
        Map<String, String> config = rig.config();
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
        rig.tenant().grow(20);
        try (Producer<String, byte[]> former = producer()) {
            sendRaw(former, rig.tenant().seqOf(19), now.minus(Duration.ofDays(7)));
            sendCalls(former, now);
        }
        rig.tenant().grow(5);

        rig.put(worker, with("start.from", "auto"));
        List<Rig.Raw> raws = rig.awaitRaw(6);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(19));
        assertThat(rig.records(rig.topics().gaps())).isEmpty();
    }

    @Test
    void listsAGapWhereNothingTellsThatARenamedConnectorWasCaughtUp() throws Exception {
        rig.tenant().grow(20);
        try (Producer<String, byte[]> former = producer()) {
            sendRaw(former, rig.tenant().seqOf(19), Instant.now().minus(Duration.ofDays(7)));
        }
        rig.tenant().grow(5);

        rig.put(worker, with("start.from", "auto"));
        rig.awaitRaw(6);

        assertThat(rig.records(rig.topics().gaps())).hasSize(1);
    }

    private Producer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void sendRaw(Producer<String, byte[]> producer, long seq, Instant fetchedAt) throws Exception {
        String key = RecordKeys.of(rig.corpId(), seq);
        int home = HomePartition.of(rig.corpId(), 12);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(rig.topics().raw(), home, fetchedAt.toEpochMilli(), key, new byte[10]);
        record.headers()
                .add(HeaderNames.SEQ, Long.toString(seq).getBytes(StandardCharsets.UTF_8))
                .add(HeaderNames.DELIVERY, Delivery.LIVE.text().getBytes(StandardCharsets.UTF_8));
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private void sendCalls(Producer<String, byte[]> producer, Instant caughtUp) throws Exception {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(rig.topics().calls(), null, rig.corpId(), new byte[10]);
        String moment = Long.toString(caughtUp.toEpochMilli());
        record.headers().add(HeaderNames.CAUGHT_UP, moment.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> config = rig.config();
        config.put(key, value);
        return config;
    }
}
