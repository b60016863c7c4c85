package org.wecomarchive.decryptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wecomarchive.decryptor.DecryptorFixture.PATIENCE;
import static org.wecomarchive.decryptor.DecryptorFixture.failedThreads;
import static org.wecomarchive.decryptor.DecryptorFixture.figure;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.util.HashMap;
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
import org.wecomarchive.decryptor.fixtures.Orders;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.schemas.Erasure;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

/** A registry that has lost its schemas or is away, and orders of erasure that somebody's transaction hides. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class RegistryTroubleIT {

    private DecryptorFixture fixture;
    private ScriptedRegistry registry;
    private SimulatedTenant tenant;
    private List<SimulatedRecord> source;

    @BeforeEach
    void setUp(DecryptorFixture ofThisTest) throws Exception {
        fixture = ofThisTest;
        registry = ScriptedRegistry.inFrontOf(fixture.registryUrl());
        tenant = fixture.tenant(200, 1_000);
        source = tenant.after(0, 200);
    }

    @AfterEach
    void tearDown() {
        registry.close();
    }

    @Test
    void deadLettersNothingWhileTheRegistryHasLostItsSchemasAndGoesOnInOrderOnceItHasThemAgain() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server))) {
            registry.forgetIds(true);
            fixture.publish(source.subList(0, 100));
            decryptor.start();
            patiently().until(() -> registry.notFound() > 0);
            fixture.publish(source.subList(100, 200));
            List<Outcomes.Line> meanwhile = fixture.outcomes();
            boolean ended = decryptor.ended().isDone();

            registry.forgetIds(false);
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(200));

            assertThat(meanwhile).isEmpty();
            assertThat(ended).isFalse();
            assertThat(failedThreads(decryptor)).isZero();
            assertThat(fixture.outcomes())
                    .allMatch(line ->
                            line.outcome().equals("events") && line.delivery().equals("live"));
            assertThat(fixture.outcomes().stream().map(Outcomes.Line::seq))
                    .containsExactlyInAnyOrderElementsOf(
                            source.stream().map(SimulatedRecord::seq).toList());
            assertThat(Outcomes.outOfOrder(fixture.outcomes())).isEmpty();
        }
    }

    @Test
    void obeysOrdersThatWereGivenWhileTheRegistryWasAway() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server));
                KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            decryptor.start();
            patiently().until(() -> decryptor.status().ready());
            registry.goAway(true);
            order(producer, "first", source.get(0));
            order(producer, "second", source.get(1));
            await().atMost(PATIENCE).until(() -> registry.unavailable() > 0);

            registry.goAway(false);
            await().atMost(PATIENCE).until(() -> figure(decryptor, "wecom_erasures") == 2);
            fixture.publish(source);
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(200));

            assertErased(source.get(0), source.get(1));
        }
    }

    @Test
    void publishesNothingWhileAnOrderMayLieBehindAnOpenTransaction() throws Exception {
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(config(server));
                KafkaProducer<byte[], byte[]> producer = producer(Map.of());
                KafkaProducer<byte[], byte[]> other =
                        producer(Map.of("transactional.id", fixture.topics().prefix()))) {
            other.initTransactions();
            decryptor.start();
            patiently().until(() -> decryptor.status().ready());
            other.beginTransaction();
            order(other, "open", source.get(0));
            order(producer, "hidden", source.get(1));
            await().atMost(PATIENCE).until(() -> figure(decryptor, "wecom_erasures_age_seconds") > 30);
            fixture.publish(source);
            patiently().until(() -> failedThreads(decryptor) > 0);
            List<Outcomes.Line> meanwhile = fixture.outcomes();

            other.abortTransaction();
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(200));

            assertThat(meanwhile).isEmpty();
            assertErased(source.get(1));
        }
    }

    private void assertErased(SimulatedRecord... erased) {
        assertThat(fixture.outcomes().stream()
                        .filter(line -> line.outcome().equals("erased"))
                        .map(Outcomes.Line::seq))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(erased).stream().map(SimulatedRecord::seq).toList());
        assertThat(fixture.outcomes().stream().filter(line -> line.outcome().equals("events")))
                .hasSize(source.size() - erased.length);
    }

    private DecryptorConfig config(SimulatorServer server) {
        return fixture.config(server.library(), "one", Map.of("schema.registry.url", registry.url()));
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", fixture.bootstrapServers());
        settings.put("transaction.timeout.ms", 240_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void order(KafkaProducer<byte[], byte[]> producer, String id, SimulatedRecord erased) throws Exception {
        String topic = fixture.topics().erasures();
        Map<String, String> settings =
                Map.of("schema.registry.url", fixture.registryUrl(), "auto.register.schemas", "true");
        try (RecordSerde<Erasure> serde = RecordSerde.of(Erasure.class, topic, settings)) {
            byte[] value = serde.encode(Orders.order(id).setSeq(erased.seq()).build());
            producer.send(new ProducerRecord<>(topic, id.getBytes(UTF_8), value))
                    .get();
        }
    }
}
