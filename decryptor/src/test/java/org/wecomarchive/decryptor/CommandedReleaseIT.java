package org.wecomarchive.decryptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.decryptor.DecryptorFixture.awaitParked;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.decryptor.fixtures.Archivectl;
import org.wecomarchive.decryptor.fixtures.MendableProvider;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.ledger.Balance;

/** Payloads crashed the library, the library was mended, and an operator has them released: each once, and once a command. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class CommandedReleaseIT {

    private DecryptorFixture fixture;
    private Archivectl archivectl;

    @BeforeEach
    void setUp(DecryptorFixture ofThisTest) throws Exception {
        fixture = ofThisTest;
        archivectl = Archivectl.with(fixture.operatorSettings(), fixture.directory());
    }

    @Test
    void releasesWhatCrashedByCommandAloneOnceACommandAndNotAfterAReplay() throws Exception {
        SimulatedTenant tenant = fixture.tenant(60, 50);
        List<SimulatedRecord> source = tenant.after(0, 60);
        SimulatedRecord released = source.get(10);
        List<SimulatedRecord> replayed = source.subList(50, 60);
        fixture.publish(source);
        Archivectl.Answer first;
        try (Decryptor decryptor = new Decryptor(fixture.config(libraryThatAbortsAt(released), "before"))) {
            decryptor.start();
            awaitParked(decryptor, "native-crash", 1);
            awaitParked(decryptor, "missing-key", 10);
            libraryThatAbortsAt();
            first = release();
        }
        Balance afterFirst = fixture.balance();
        // From now on the first command would find more, if it was carried out again.
        makeCrashesOfAll(10);
        fixture.installLateKeyOf(tenant);

        Archivectl.Answer other;
        Balance afterRestart;
        Archivectl.Answer last;
        try (Decryptor decryptor = new Decryptor(fixture.config(libraryThatAbortsAt(), "after"))) {
            decryptor.start();
            // The oldest has its turn first: once this one is done, the first would have been done again, too.
            other = release("--corp", Records.CORP, "--seq", Long.toString(released.seq()));
            afterRestart = fixture.balance();
            fixture.replay(replayed);
            patiently().until(() -> fixture.balance().parked() == 0);
            last = release();
        }

        assertThat(first.code()).as(first.said()).isZero();
        assertThat(first.said()).contains("completed", "events=1 parked=0 dead-letters=0 erased=0");
        assertThat(List.of(other, last)).allSatisfy(answer -> {
            assertThat(answer.code()).as(answer.said()).isZero();
            assertThat(answer.said()).contains("completed", "events=0 parked=0 dead-letters=0 erased=0");
        });
        assertThat(afterFirst.balancedWith(60)).as("%s", afterFirst).isTrue();
        assertThat(afterRestart.parked()).isEqualTo(10);
        assertThat(fixture.events("released")).containsExactly(released.seq());
        assertThat(fixture.events("replayed"))
                .containsExactlyInAnyOrderElementsOf(
                        replayed.stream().map(SimulatedRecord::seq).toList());
        assertThat(fixture.balance().balancedWith(60))
                .as("%s", fixture.balance())
                .isTrue();
    }

    @Test
    void releasesThousandsOnceAlthoughAnInstanceIsKilledInTheMiddleOfACommand() throws Exception {
        SimulatedTenant tenant = fixture.tenant(2_600, 200);
        try (SimulatorServer server = SimulatorServer.start(tenant)) {
            fixture.publish(tenant);
            try (Decryptor parking = new Decryptor(fixture.config(server.library(), "parking"))) {
                parking.start();
                awaitParked(parking, "missing-key", 2_400);
            }
            makeCrashesOfAll(2_400);
            fixture.installLateKeyOf(tenant);
            int given = archivectl.run("release", "--reason", "native-crash").code();

            fixture.runAndKill(server.library(), () -> fixture.balance().parked() < 2_400);
            Balance whenKilled = fixture.balance();
            Archivectl.Answer known = archivectl.run("commands");
            try (Decryptor first = new Decryptor(fixture.config(server.library(), "first"));
                    Decryptor second = new Decryptor(fixture.config(server.library(), "second"))) {
                first.start();
                second.start();
                patiently()
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> archivectl.run("commands").said().contains("release  completed"));
            }

            assertThat(given).isZero();
            assertThat(whenKilled.parked()).isBetween(1L, 2_399L);
            assertThat(whenKilled.balancedWith(2_600)).as("%s", whenKilled).isTrue();
            assertThat(known.said()).contains("release  in-progress");
            assertThat(fixture.events("released"))
                    .containsExactlyInAnyOrderElementsOf(tenant.after(0, 2_600).stream()
                            .skip(200)
                            .map(SimulatedRecord::seq)
                            .toList());
            assertThat(fixture.balance().parked()).isZero();
            assertThat(fixture.balance().balancedWith(2_600))
                    .as("%s", fixture.balance())
                    .isTrue();
            assertThat(archivectl.run("commands").said()).contains("events=2400 parked=0 dead-letters=0 erased=0");
        }
    }

    /** Gives the command and waits until it is done. */
    private Archivectl.Answer release(String... narrower) {
        return archivectl.run(
                Stream.concat(Stream.of("release", "--reason", "native-crash", "--wait", "60"), Stream.of(narrower))
                        .toArray(String[]::new));
    }

    /** The library that a file with these payloads makes of it; an instance that has it open takes note at once. */
    private String libraryThatAbortsAt(SimulatedRecord... records) throws IOException {
        Path written = Files.write(
                fixture.directory().resolve("errors.tmp"),
                Stream.of(records).map(SimulatedRecord::encryptChatMsg).toList());
        Path errors = fixture.directory().resolve("errors");
        Files.move(written, errors, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return MendableProvider.library(errors);
    }

    /** Parks each again for another reason, as the decryptor does: thousands of crashes would take hours. */
    private void makeCrashesOfAll(int parked) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", fixture.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<ConsumerRecord<byte[], byte[]>> waiting =
                    Outcomes.records(
                                    fixture.bootstrapServers(),
                                    List.of(fixture.topics().parked()))
                            .stream()
                            .filter(CommandedReleaseIT::isMissingItsKey)
                            .toList();
            assertThat(waiting.stream().map(record -> producer.send(crashed(record))))
                    .hasSize(parked);
            producer.flush();
        }
    }

    private static boolean isMissingItsKey(ConsumerRecord<byte[], byte[]> parked) {
        return parked.value() != null
                && new String(parked.headers().lastHeader(HeaderNames.REASON).value(), UTF_8).equals("missing-key");
    }

    private static ProducerRecord<byte[], byte[]> crashed(ConsumerRecord<byte[], byte[]> parked) {
        Headers headers = new RecordHeaders(parked.headers().toArray())
                .remove(HeaderNames.REASON)
                .add(HeaderNames.REASON, "native-crash".getBytes(UTF_8))
                .remove(HeaderNames.DELIVERY)
                .add(HeaderNames.DELIVERY, "released".getBytes(UTF_8));
        return new ProducerRecord<>(
                parked.topic(), parked.partition(), parked.timestamp(), parked.key(), parked.value(), headers);
    }
}
