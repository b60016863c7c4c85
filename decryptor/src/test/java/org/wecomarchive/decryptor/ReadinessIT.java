package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;

/** Readiness with the offsets of a real broker. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ReadinessIT {

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

    @Test
    void isNotReadyWhileRecordsWaitBehindAnOpenTransaction() throws Exception {
        List<SimulatedRecord> source = tenant.after(0, 50);
        fixture.publish(source.subList(0, 30));
        try (Decryptor decryptor = new Decryptor(config());
                KafkaProducer<byte[], byte[]> somebody = transactional()) {
            decryptor.start();
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(30));
            patiently().until(() -> decryptor.status().ready());

            somebody.beginTransaction();
            somebody.send(new ProducerRecord<>(
                            fixture.topics().raw(), RawTopic.PARTITION, new byte[] {1}, new byte[] {1}))
                    .get();
            fixture.publish(source.subList(30, 50));
            patiently().until(() -> !decryptor.status().ready());
            long lag = decryptor.status().lag();
            somebody.abortTransaction();
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(50));
            patiently().until(() -> decryptor.status().ready());

            assertThat(lag).isGreaterThan(20);
        }
    }

    /** Behind the last record lies the marker of its transaction. */
    @Test
    void isReadyAgainAfterARestartWithNothingLeftToDo() throws Exception {
        try (KafkaProducer<byte[], byte[]> somebody = transactional()) {
            somebody.beginTransaction();
            fixture.publish(tenant);
            somebody.send(new ProducerRecord<>(
                            fixture.topics().raw(), RawTopic.PARTITION, new byte[] {1}, new byte[] {1}))
                    .get();
            somebody.abortTransaction();
        }
        try (Decryptor first = new Decryptor(config())) {
            first.start();
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(50));
        }

        try (Decryptor second = new Decryptor(config())) {
            second.start();
            patiently().until(() -> second.status().ready() && second.status().lag() == 0);
        }
    }

    private DecryptorConfig config() {
        return fixture.config(server.library(), "one", Map.of("health.stall.ms", "3000"));
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", fixture.bootstrapServers(),
                        "transactional.id", fixture.topics().prefix(),
                        "transaction.timeout.ms", 240_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
