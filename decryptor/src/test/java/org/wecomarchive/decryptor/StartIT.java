package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** What a start refuses, because records would come twice or be lost in silence. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class StartIT {

    private DecryptorFixture fixture;
    private SimulatedTenant tenant;
    private SimulatorServer server;

    @BeforeEach
    void setUp(DecryptorFixture ofThisTest) throws Exception {
        fixture = ofThisTest;
        tenant = fixture.tenant(50, 1_000);
        server = SimulatorServer.start(tenant);
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
    }

    /** As Kafka does after {@code offsets.retention.minutes} without a member. */
    @Test
    void publishesNothingTwiceAsLiveWhenTheOffsetsOfItsGroupAreGone() throws Exception {
        fixture.publish(tenant);
        runUntil(50, config(Map.of()));
        forgetOffsets();

        assertThatThrownBy(() -> start(config(Map.of())))
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("committed offsets of the group")
                .hasMessageContaining("offsets.retention.minutes")
                .hasMessageContaining("--reset-offsets")
                .hasMessageContaining("start.from=beginning");
        List<Outcomes.Line> refused = fixture.outcomes();
        runUntil(100, config(Map.of("start.from", "beginning")));

        assertThat(refused).hasSize(50);
        assertThat(fixture.outcomes().stream().map(Outcomes.Line::seq).distinct())
                .hasSize(50);
    }

    /** As {@code kafka-consumer-groups --delete-offsets} does. */
    @Test
    void publishesNothingTwiceAsLiveWhenTheOffsetOfOnePartitionIsGone() throws Exception {
        fixture.publish(tenant);
        runUntil(50, config(Map.of()));
        forgetOffset(RawTopic.PARTITION);

        assertThatThrownBy(() -> start(config(Map.of())))
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("for the partitions " + RawTopic.PARTITION + " of "
                        + fixture.topics().raw())
                .hasMessageContaining(
                        "--topic " + fixture.topics().raw() + ":" + RawTopic.PARTITION + " --reset-offsets");
        List<Outcomes.Line> refused = fixture.outcomes();
        runUntil(100, config(Map.of("start.from", "beginning")));

        assertThat(refused).hasSize(50);
    }

    /** Nothing of it could come twice. */
    @Test
    void beginsAnEmptyPartitionWhoseOffsetIsGone() throws Exception {
        fixture.publish(tenant);
        runUntil(50, config(Map.of()));
        forgetOffset(RawTopic.PARTITION + 1);

        start(config(Map.of()));
        assertThat(fixture.outcomes()).hasSize(50);
    }

    /** An instance that was killed in its first transaction leaves traces in the topics, but no record. */
    @Test
    void goesOnAfterAFirstStartWhoseTransactionWasAborted() throws Exception {
        try (Decryptor first = new Decryptor(config(Map.of()))) {
            first.start();
            patiently().until(() -> first.status().ready());
        }
        abortATransactionInEvents();
        fixture.publish(tenant);

        runUntil(50, config(Map.of()));

        assertThat(fixture.outcomes().stream().map(Outcomes.Line::delivery)).containsOnly("live");
    }

    @ParameterizedTest
    @CsvSource({"parked, delete", "erasures, delete", "commands, 'compact,delete'", "events, compact", "raw, compact"})
    void refusesACleanupPolicyThatLosesRecords(String topic, String policy) throws Exception {
        String name = fixture.topics().prefix() + "." + topic + ".v1";
        set(name, "cleanup.policy", policy);

        assertThatThrownBy(() -> start(config(Map.of())))
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageStartingWith("cleanup.policy of " + name + " is " + policy);
    }

    @Test
    void warnsOfARetentionThatDeletesRecords() throws Exception {
        String raw = fixture.topics().raw();
        String deadLetters = fixture.topics().deadLetters();
        List<String> before = limitedRetentions();
        set(raw, "retention.ms", "604800000");
        set(deadLetters, "retention.bytes", "1073741824");

        List<String> after = limitedRetentions();

        assertThat(before).isEmpty();
        assertThat(after).hasSize(2);
        assertThat(after.get(0)).startsWith("retention.ms of " + raw + " is 604800000: older records are deleted");
        assertThat(after.get(1)).startsWith("retention.bytes of " + deadLetters + " is 1073741824: older records");
    }

    private List<String> limitedRetentions() {
        try (Admin admin = admin()) {
            return new TopicCheck(admin, fixture.topics(), 0).limitedRetentions();
        }
    }

    @Test
    void namesTheBrokersThatDoNotAnswerInTime() {
        Map<String, String> nobody = Map.of("kafka.bootstrap.servers", "127.0.0.1:1", "start.timeout.ms", "2000");

        assertThatThrownBy(() -> start(config(nobody)))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("Kafka at 127.0.0.1:1")
                .hasMessageContaining("start.timeout.ms = 2000");
    }

    private DecryptorConfig config(Map<String, String> more) {
        return fixture.config(server.library(), "one", more);
    }

    private static void start(DecryptorConfig config) throws NotReadyException {
        try (Decryptor decryptor = new Decryptor(config)) {
            decryptor.start();
        }
    }

    private void runUntil(int outcomes, DecryptorConfig config) throws NotReadyException {
        try (Decryptor decryptor = new Decryptor(config)) {
            decryptor.start();
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(outcomes));
        }
    }

    private void forgetOffsets() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of(config(Map.of()).applicationId()))
                    .all()
                    .get();
        }
    }

    private void forgetOffset(int partition) throws Exception {
        TopicPartition forgotten = new TopicPartition(fixture.topics().raw(), partition);
        try (Admin admin = admin()) {
            admin.deleteConsumerGroupOffsets(config(Map.of()).applicationId(), Set.of(forgotten))
                    .all()
                    .get();
        }
    }

    private void set(String topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry entry = new ConfigEntry(key, value);
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private void abortATransactionInEvents() throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", fixture.bootstrapServers(),
                "transactional.id", fixture.topics().prefix());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(fixture.topics().events(), new byte[] {1}))
                    .get();
            producer.abortTransaction();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()));
    }
}
