package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** Whatever a stored offset or the configuration says, what lies in the raw topic does not come again as live. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class RawTopicKnowsBetterIT {

    private ConnectWorker worker;
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void publishesAsReplayedWhatALoweredHighForgets() throws Exception {
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(30);
        fixture.stop(worker, fixture.connector());
        JsonNode offsets = worker.rest().offsets(fixture.connector());

        ObjectNode offset = (ObjectNode) offsets.at("/offsets/0/offset");
        long home = offset.get("partition").asLong();
        offset.put("seq", fixture.tenant().seqOf(9))
                .put("high", fixture.tenant().seqOf(9))
                .put("partition", (home + 1) % 12);
        worker.rest().alterOffsets(fixture.connector(), offsets);
        fixture.tenant().grow(10);
        worker.rest().resume(fixture.connector());
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(60);

        assertThat(raws).extracting(IngestorFixture.Raw::partition).containsOnly(Math.toIntExact(home));
        assertThat(raws.subList(30, 50))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("replayed");
        assertThat(raws.subList(50, 60))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("live");
        assertThat(raws.subList(30, 60)).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(10));
    }

    @Test
    void refusesAnOffsetFarBeyondTheRawTopicAndGoesOnFromTheOldOne() throws Exception {
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(30);
        fixture.stop(worker, fixture.connector());
        JsonNode offsets = worker.rest().offsets(fixture.connector());
        ((ObjectNode) offsets.at("/offsets/0/offset"))
                .put("seq", 1_000_000_000L)
                .put("high", 1_000_000_000L);

        assertThatThrownBy(() -> worker.rest().alterOffsets(fixture.connector(), offsets))
                .hasMessageContaining("would hide everything that WeCom archives until then");
        fixture.tenant().grow(30);
        worker.rest().resume(fixture.connector());

        assertThat(fixture.awaitRaw(60))
                .extracting(IngestorFixture.Raw::delivery)
                .containsOnly("live");
    }

    @Test
    void findsItsRecordsWhateverRawPartitionsSays() throws Exception {
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        int home = fixture.awaitRaw(30).get(0).partition();
        fixture.stop(worker, fixture.connector());
        fixture.delete(fixture.connector());
        fixture.tenant().grow(10);

        Map<String, String> config = fixture.config();
        config.put("raw.partitions", Integer.toString(anotherHome(home)));
        fixture.put(worker, "renamed-" + fixture.connector(), config);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(40);

        assertThat(raws).extracting(IngestorFixture.Raw::partition).containsOnly(home);
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    /** A number of partitions that gives the corp another home. */
    private int anotherHome(int home) {
        return IntStream.range(2, 12)
                .filter(partitions -> HomePartition.of(fixture.corpId(), partitions) != home)
                .findFirst()
                .orElseThrow();
    }
}
