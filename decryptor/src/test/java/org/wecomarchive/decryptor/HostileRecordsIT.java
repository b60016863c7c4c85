package org.wecomarchive.decryptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wecomarchive.decryptor.DecryptorFixture.patiently;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.decryptor.fixtures.Outcomes;
import org.wecomarchive.decryptor.fixtures.RawTopic;
import org.wecomarchive.simulator.hostile.HostileRecord;
import org.wecomarchive.simulator.hostile.HostileRecords;
import org.wecomarchive.simulator.hostile.Layer;
import org.wecomarchive.simulator.tenant.SimulatedRecord;

/** Spoiled records in one partition of a running stream, a sound one behind every fourth of them. */
@ExtendWith(DecryptorFixtureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class HostileRecordsIT {

    private static final int SPOILED = 2_000;
    private static final int SOUND_EVERY = 4;
    private static final long SEED = Long.getLong("hostile.seed", 20_260_731);
    private static final Set<Layer> OF_PAGES = EnumSet.of(Layer.PAGE_BYTES, Layer.PAGE_FIELDS);

    private final HostileRecords records = new HostileRecords(SEED);
    private final List<RawTopic.Spoiled> published = new ArrayList<>();
    private final Set<Long> sound = new HashSet<>();

    @Test
    void givesEachOneOutcomeAndPassesSoundOnesInOrder(DecryptorFixture fixture) throws Exception {
        records.writePrivateKey(fixture.directory().resolve("keys"));
        collect();

        // No server is behind the address: payloads are decrypted without one.
        try (Decryptor decryptor =
                new Decryptor(fixture.config("simulator:127.0.0.1:1", "one", Map.of("stream.threads", "1")))) {
            decryptor.start();
            fixture.publish(HostileRecords.CORP, published);
            patiently().untilAsserted(() -> assertThat(fixture.outcomes()).hasSize(published.size()));

            List<Outcomes.Line> outcomes = fixture.outcomes();
            Map<Long, String> bySeq =
                    outcomes.stream().collect(Collectors.toMap(Outcomes.Line::seq, Outcomes.Line::outcome));
            assertThat(bySeq.keySet()).isEqualTo(seqs());
            assertThat(bySeq.values()).doesNotContain("parked refused-for-now", "parked native-crash");
            assertThat(sound).allSatisfy(seq -> assertThat(bySeq).containsEntry(seq, "events"));
            assertThat(Outcomes.outOfOrder(outcomes)).isEmpty();
            assertThat(fixture.balance().balancedWith(published.size()))
                    .as("%s", fixture.balance())
                    .isTrue();
            assertThat(decryptor.status().state()).isEqualTo("RUNNING");
            assertThat(DecryptorFixture.failedThreads(decryptor)).isZero();
        }
    }

    private void collect() {
        int spoiled = 0;
        for (long index = 0; spoiled < SPOILED; index++) {
            HostileRecord record = records.at(index);
            if (OF_PAGES.contains(record.layer())) {
                continue;
            }
            published.add(new RawTopic.Spoiled(record.sealed(), record.ofRaw()));
            spoiled++;
            if (spoiled % SOUND_EVERY == 0) {
                SimulatedRecord next = records.sound(index);
                long seq = next.seq() + 1;
                published.add(RawTopic.Spoiled.not(new SimulatedRecord(
                        seq, next.msgid(), next.publicKeyVersion(), next.encryptRandomKey(), next.encryptChatMsg())));
                sound.add(seq);
            }
        }
    }

    private Set<Long> seqs() {
        return published.stream().map(record -> record.record().seq()).collect(Collectors.toSet());
    }
}
