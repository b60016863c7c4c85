package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.schemas.Gap;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.connect.ConnectRestException;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** The rules of delivery, under failure, on real brokers, a real registry and real Connect workers. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class DeliveryIT {

    private ConnectWorker worker;
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void losesAndRepeatsNothingWhenTheWorkerIsStoppedHard() throws Exception {
        fixture.tenant().grow(3000);
        fixture.server().conditions(fixture.corpId()).delayAnswersBy(Duration.ofMillis(30));
        Map<String, String> config = fixture.config();
        config.put("page.limit", "50");
        ConnectWorker first = fixture.startWorker();
        fixture.put(first, config);
        int before = fixture.awaitRaw(200).size();
        first.stopHard();

        fixture.startWorker();
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(3000);

        assertThat(before).as("stopped in the middle").isLessThan(3000);
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    @Test
    void survivesTheEndOfTheLibrarysProcess() throws Exception {
        fixture.tenant().grow(1500);
        fixture.server().conditions(fixture.corpId()).delayAnswersBy(Duration.ofMillis(30));
        Map<String, String> config = fixture.config();
        config.put("sdk.isolation", "process");
        config.put("page.limit", "50");
        fixture.put(worker, config);
        fixture.awaitRaw(100);

        killLibraryProcess();
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(1500);

        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    @Test
    void publishesAgainAsReplayedAfterARewind() throws Exception {
        fixture.tenant().grow(300);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(300);
        fixture.stop(worker, fixture.connector());
        JsonNode offsets = worker.rest().offsets(fixture.connector());

        ((ObjectNode) offsets.at("/offsets/0/offset"))
                .put("seq", fixture.tenant().seqOf(199));
        worker.rest().alterOffsets(fixture.connector(), offsets);
        fixture.tenant().grow(10);
        worker.rest().resume(fixture.connector());
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(410);

        assertThat(raws.subList(300, 400))
                .extracting(IngestorFixture.Raw::seq)
                .isEqualTo(fixture.seqs(200).subList(0, 100));
        assertThat(raws.subList(300, 400))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("replayed");
        assertThat(raws.subList(400, 410)).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(300));
        assertThat(raws.subList(400, 410))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("live");
    }

    @Test
    void refusesOffsetsThatWouldForgetAndKeepsWhatItHas() throws Exception {
        fixture.tenant().grow(10);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(10);
        fixture.stop(worker, fixture.connector());
        JsonNode offsets = worker.rest().offsets(fixture.connector());
        JsonNode incomplete = offsets.deepCopy();
        ((ObjectNode) incomplete.at("/offsets/0/offset")).remove("high");
        JsonNode far = offsets.deepCopy();
        long mistyped = fixture.tenant().seqOf(9) + 1_000_001;
        ((ObjectNode) far.at("/offsets/0/offset")).put("seq", mistyped).put("high", mistyped);

        assertThatThrownBy(() -> worker.rest().alterOffsets(fixture.connector(), incomplete))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("high is missing");
        assertThatThrownBy(() -> worker.rest().alterOffsets(fixture.connector(), far))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("the last live record in the raw topic");
        assertThatThrownBy(() -> worker.rest().resetOffsets(fixture.connector()))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("start.from");
        assertThat(worker.rest().offsets(fixture.connector())).isEqualTo(offsets);
    }

    /** WeCom's clock jumps; as ours does not, the moments of the stored offset are set back by as much. */
    @Test
    void listsWhateverWeComDroppedBeforeItWasPulled() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("page.limit", "20");
        fixture.tenant().grow(20);
        fixture.put(worker, config);
        fixture.awaitRaw(20);
        Duration firstOutage = Duration.ofDays(6);
        Duration secondOutage = Duration.ofDays(2);
        fixture.server().conditions(fixture.corpId()).delayAnswersBy(Duration.ofMillis(200));

        JsonNode first = breakFor(firstOutage);
        fixture.tenant().grow(3000);
        worker.rest().resume(fixture.connector());
        fixture.awaitRaw(60);
        JsonNode second = breakFor(secondOutage);
        fixture.server().conditions(fixture.corpId()).delayAnswersBy(Duration.ZERO);
        worker.rest().resume(fixture.connector());
        List<Long> pulled = awaitSeq(fixture.tenant().seqOf(fixture.tenant().size() - 1));

        List<Gap> gaps = gaps();
        List<Long> dropped = new ArrayList<>(fixture.seqs(0));
        dropped.removeAll(Set.copyOf(pulled));
        assertThat(gaps)
                .extracting(gap -> gap.getSilentFrom().toEpochMilli())
                .containsExactly(
                        first.get("caughtUp").asLong(), second.get("caughtUp").asLong());
        assertThat(gaps).allSatisfy(gap -> assertThat(gap.getSilentTo())
                .isEqualTo(gap.getDetectedAt().minus(Duration.ofDays(5))));
        assertThat(second.get("caughtUp").asLong())
                .as("where the first gap ends, set back")
                .isEqualTo(gaps.get(0).getSilentTo().minus(secondOutage).toEpochMilli());
        assertThat(gaps).allSatisfy(gap -> assertThat(dropped).anyMatch(seq -> lies(seq, gap)));
        assertThat(dropped).allSatisfy(seq -> assertThat(gaps).anyMatch(gap -> lies(seq, gap)));
    }

    private static boolean lies(long seq, Gap gap) {
        return gap.getSeqBefore() < seq && seq < gap.getFirstSeqAfter();
    }

    /** Stops the connector for so long, as WeCom sees it; returns the offset that it goes on from. */
    private JsonNode breakFor(Duration outage) throws Exception {
        fixture.stop(worker, fixture.connector());
        fixture.tenant().jump(outage);
        JsonNode offsets = worker.rest().offsets(fixture.connector());
        ObjectNode offset = (ObjectNode) offsets.at("/offsets/0/offset");
        for (String moment : List.of("caughtUp", "served")) {
            offset.put(moment, offset.get(moment).asLong() - outage.toMillis());
        }
        worker.rest().alterOffsets(fixture.connector(), offsets);
        return offset;
    }

    private List<Long> awaitSeq(long last) {
        List<Long> seqs = new ArrayList<>();
        await().atMost(2, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(200)).until(() -> {
            seqs.clear();
            fixture.awaitRaw(1).forEach(raw -> seqs.add(raw.seq()));
            return seqs.contains(last);
        });
        return seqs;
    }

    private List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        try (RecordReader<Gap> reader =
                RecordReader.of(Gap.class, new IngestorConfig(fixture.config()).registrySettings())) {
            for (ConsumerRecord<String, byte[]> record :
                    fixture.records(fixture.topics().gaps())) {
                gaps.add(reader.decode(record));
            }
        }
        return gaps;
    }

    private static void killLibraryProcess() {
        List<ProcessHandle> hosts = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("financesdk"))
                .toList();
        assertThat(hosts).hasSize(1);
        hosts.get(0).destroyForcibly();
        await().atMost(2, TimeUnit.MINUTES).until(() -> !hosts.get(0).isAlive());
    }
}
