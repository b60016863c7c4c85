package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wecomarchive.decryptor.DecryptorFixture.PATIENCE;
import static org.wecomarchive.decryptor.DecryptorFixture.awaitParked;
import static org.wecomarchive.decryptor.DecryptorFixture.figure;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.registry.RegistryServer;

/** A key is rotated and not installed; what was parked becomes events once it is, each once. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class LateKeyIT {

    /** As WeCom's messages are. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private DecryptorFixture fixture;

    @BeforeEach
    void setUp(DecryptorFixture ofThisTest) throws Exception {
        fixture = ofThisTest;
    }

    @Test
    void releasesWhatWasParkedOnceTheRightKeyComesAfterAWrongOne() throws Exception {
        SimulatedTenant tenant = fixture.tenant(1_200, 200);
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(fixture.config(server.library(), "one"))) {
            fixture.publish(tenant);
            decryptor.start();
            awaitParked(decryptor, "missing-key", 1_000);
            Balance withoutKey = fixture.balance();

            fixture.installLateKey(tenant.privateKeyPem(1));
            awaitParked(decryptor, "key-mismatch", 1_000);
            awaitParked(decryptor, "missing-key", 0);
            Balance withWrongKey = fixture.balance();
            fixture.installLateKeyOf(tenant);
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
        SimulatedTenant tenant = fixture.tenant(5_400, 200);
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            fixture.publish(tenant);
            try (Decryptor parking = new Decryptor(fixture.config(server.library(), "parking"))) {
                parking.start();
                awaitParked(parking, "missing-key", 5_200);
            }
            Balance before = fixture.balance();
            fixture.installLateKeyOf(tenant);

            fixture.runAndKill(server.library(), () -> fixture.balance().parked() < 5_200);
            Balance whenKilled = fixture.balance();
            try (Decryptor first = new Decryptor(fixture.config(server.library(), "first"));
                    Decryptor second = new Decryptor(fixture.config(server.library(), "second"))) {
                first.start();
                second.start();
                await().atMost(PATIENCE).until(() -> fixture.balance().parked() == 0);
            }

            assertThat(before.balancedWith(5_400)).as("%s", before).isTrue();
            assertThat(before.parked()).isEqualTo(5_200);
            assertThat(whenKilled.parked()).isBetween(1L, 5_199L);
            assertThat(whenKilled.balancedWith(5_400)).as("%s", whenKilled).isTrue();
            assertAllReleasedOnce(tenant, 200);
        }
    }

    @Test
    void releasesARecordOnceAlthoughAReplayParksItAgain() throws Exception {
        SimulatedTenant tenant = fixture.tenant(40, 20);
        List<SimulatedRecord> source = tenant.after(0, 40);
        List<Long> late =
                source.subList(20, 40).stream().map(SimulatedRecord::seq).toList();
        try (SimulatorServer server = SimulatorServer.start(tenant);
                Decryptor decryptor = new Decryptor(fixture.config(server.library(), "one"))) {
            fixture.publish(tenant);
            decryptor.start();
            awaitParked(decryptor, "missing-key", 20);
            double keys = figure(decryptor, "wecom_key_files_usable");
            fixture.installLateKeyOf(tenant);
            awaitParked(decryptor, "missing-key", 0);

            fixture.removeLateKey();
            await().atMost(PATIENCE).until(() -> figure(decryptor, "wecom_key_files_usable") == keys);
            fixture.replay(source);
            awaitParked(decryptor, "missing-key", 20);
            fixture.installLateKeyOf(tenant);
            awaitParked(decryptor, "missing-key", 0);
        }

        assertThat(fixture.events("released")).containsExactlyInAnyOrderElementsOf(late);
        assertThat(fixture.events("replayed"))
                .containsExactlyInAnyOrderElementsOf(
                        source.stream().map(SimulatedRecord::seq).toList());
        assertThat(fixture.balance().balancedWith(40))
                .as("%s", fixture.balance())
                .isTrue();
    }

    @Test
    void publishesNothingOfWhatIsErasedNeitherAgainNorReleased() throws Exception {
        SimulatedTenant tenant = fixture.tenant(600, 300);
        List<SimulatedRecord> source = tenant.after(0, 600);
        Set<Long> erased =
                new HashSet<>(List.of(source.get(10).seq(), source.get(400).seq()));
        String person = people(tenant, source.get(20)).iterator().next();
        source.stream()
                .filter(record -> people(tenant, record).contains(person))
                .forEach(record -> erased.add(record.seq()));
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            fixture.publish(tenant);
            try (Decryptor before = new Decryptor(fixture.config(server.library(), "before"))) {
                before.start();
                awaitParked(before, "missing-key", 300);
            }
            order(Orders.order("first").setSeq(source.get(10).seq()).build());
            try (Decryptor decryptor = new Decryptor(fixture.config(server.library(), "after"))) {
                fixture.replay(source.subList(0, 11));
                decryptor.start();
                await().atMost(PATIENCE).until(() -> fixture.balance().erased() == 1);
                order(Orders.order("second").setSeq(source.get(400).seq()).build());
                order(Orders.order("third").setSubject(person).build());
                await().atMost(PATIENCE).until(() -> figure(decryptor, "wecom_erasures") == 3);

                fixture.replay(source.subList(11, 600));
                fixture.installLateKeyOf(tenant);

                await().atMost(PATIENCE).until(() -> fixture.balance().erased() == erased.size());
                await().atMost(PATIENCE).until(() -> fixture.balance().parked() == 0);
            }
        }

        List<Outcomes.Line> late = fixture.outcomes().stream()
                .filter(line -> !line.delivery().equals("live") && erased.contains(line.seq()))
                .filter(line ->
                        line.outcome().equals("events") || line.outcome().startsWith("dead-letters"))
                .toList();
        Balance balance = fixture.balance();
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
        Map<String, String> settings = RegistryServer.clientSettings(fixture.registryUrl());
        String topic = fixture.topics().erasures();
        try (RecordSerde<Erasure> serde = RecordSerde.of(Erasure.class, topic, settings);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", fixture.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] key = order.getId().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, key, serde.encode(order))).get();
        }
    }

    private void assertAllReleasedOnce(SimulatedTenant tenant, int live) throws Exception {
        List<SimulatedRecord> source = tenant.after(0, (int) tenant.size());
        assertThat(fixture.events("released"))
                .containsExactlyInAnyOrderElementsOf(
                        source.stream().skip(live).map(SimulatedRecord::seq).toList());
        Balance balance = fixture.balance();
        assertThat(balance.parked()).isZero();
        assertThat(balance.events()).isEqualTo(tenant.size());
        assertThat(balance.balancedWith(tenant.size())).as("%s", balance).isTrue();
    }
}
