package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.recovery.UnfetchableRecord;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** A fault that follows one record: those in front of it arrive, it is named, and once it is skipped those behind it arrive. */
@Timeout(300)
@ExtendWith(ServersExtension.class)
final class UnfetchableRecordIT {

    private static final int RECORDS = 30;

    private ConnectWorker worker;
    private Rig rig;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
    }

    @Test
    void losesNothingButTheRecordWhateverTheFaultIs() throws Exception {
        Map<String, String> config = rig.config();
        config.put("page.limit", "16");
        config.put("operator.probe.ms", "1000");
        rig.tenant().grow(RECORDS);
        rig.put(worker, config);
        rig.awaitRaw(RECORDS);

        int skipped = 0;
        for (String fault : List.of("code=10002", "code=10099", "code=10010", "errcode=-1", "garbage", "abort")) {
            requireStopAtOneRecord(fault, skipped);
            skipped++;
        }
    }

    private void requireStopAtOneRecord(String fault, int skipped) throws Exception {
        int before = Math.toIntExact(rig.tenant().size()) + RECORDS / 2;
        long last = rig.tenant().seqOf(before - 1);
        long poisoned = rig.tenant().seqOf(before);
        rig.server().conditions(rig.corpId()).inject(FaultPlan.parse(fault + "@seq:" + poisoned));
        rig.tenant().grow(RECORDS);

        String trace = Rig.awaitFailure(worker, rig.connector());

        assertThat(UnfetchableRecord.in(trace)).as("%s: %s", fault, trace).contains(new UnfetchableRecord(last));
        assertThat(rig.records(rig.topics().raw())).as(fault).hasSize(before - skipped);

        skip(poisoned);
        rig.awaitRaw(Math.toIntExact(rig.tenant().size()) - skipped - 1);
    }

    /** As archivectl does. */
    private void skip(long seq) throws Exception {
        rig.stop(worker, rig.connector());
        JsonNode offsets = worker.rest().offsets(rig.connector());
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("seq", seq).put("high", seq);
        worker.rest().alterOffsets(rig.connector(), offsets);
        worker.rest().resume(rig.connector());
    }
}
