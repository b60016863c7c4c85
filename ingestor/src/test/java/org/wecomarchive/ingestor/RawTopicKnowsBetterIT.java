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
    private Rig rig;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
    }

    @Test
    void publishesAsReplayedWhatALoweredHighForgets() throws Exception {
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        rig.awaitRaw(30);
        rig.stop(worker, rig.connector());
        JsonNode offsets = worker.rest().offsets(rig.connector());

        ObjectNode offset = (ObjectNode) offsets.at("/offsets/0/offset");
        long home = offset.get("partition").asLong();
        offset.put("seq", rig.tenant().seqOf(9))
                .put("high", rig.tenant().seqOf(9))
                .put("partition", (home + 1) % 12);
        worker.rest().alterOffsets(rig.connector(), offsets);
        rig.tenant().grow(10);
        worker.rest().resume(rig.connector());
        List<Rig.Raw> raws = rig.awaitRaw(60);

        assertThat(raws).extracting(Rig.Raw::partition).containsOnly(Math.toIntExact(home));
        assertThat(raws.subList(30, 50)).extracting(Rig.Raw::delivery).containsOnly("replayed");
        assertThat(raws.subList(50, 60)).extracting(Rig.Raw::delivery).containsOnly("live");
        assertThat(raws.subList(30, 60)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(10));
    }

    @Test
    void refusesAnOffsetFarBeyondTheRawTopicAndGoesOnFromTheOldOne() throws Exception {
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        rig.awaitRaw(30);
        rig.stop(worker, rig.connector());
        JsonNode offsets = worker.rest().offsets(rig.connector());
        ((ObjectNode) offsets.at("/offsets/0/offset"))
                .put("seq", 1_000_000_000L)
                .put("high", 1_000_000_000L);

        assertThatThrownBy(() -> worker.rest().alterOffsets(rig.connector(), offsets))
                .hasMessageContaining("would hide everything that WeCom archives until then");
        rig.tenant().grow(30);
        worker.rest().resume(rig.connector());

        assertThat(rig.awaitRaw(60)).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    @Test
    void findsItsRecordsWhateverRawPartitionsSays() throws Exception {
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        int home = rig.awaitRaw(30).get(0).partition();
        rig.stop(worker, rig.connector());
        rig.delete(rig.connector());
        rig.tenant().grow(10);

        Map<String, String> config = rig.config();
        config.put("raw.partitions", Integer.toString(anotherHome(home)));
        rig.put(worker, "renamed-" + rig.connector(), config);
        List<Rig.Raw> raws = rig.awaitRaw(40);

        assertThat(raws).extracting(Rig.Raw::partition).containsOnly(home);
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    /** A number of partitions that gives the corp another home. */
    private int anotherHome(int home) {
        return IntStream.range(2, 12)
                .filter(partitions -> HomePartition.of(rig.corpId(), partitions) != home)
                .findFirst()
                .orElseThrow();
    }
}
