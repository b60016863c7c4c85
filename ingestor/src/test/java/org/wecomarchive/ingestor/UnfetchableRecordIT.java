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
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void losesNothingButTheRecordWhateverTheFaultIs() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("page.limit", "16");
        config.put("operator.probe.ms", "1000");
        fixture.tenant().grow(RECORDS);
        fixture.put(worker, config);
        fixture.awaitRaw(RECORDS);

        int skipped = 0;
        for (String fault : List.of("code=10002", "code=10099", "code=10010", "errcode=-1", "garbage", "abort")) {
            requireStopAtOneRecord(fault, skipped);
            skipped++;
        }
    }

    private void requireStopAtOneRecord(String fault, int skipped) throws Exception {
        int before = Math.toIntExact(fixture.tenant().size()) + RECORDS / 2;
        long last = fixture.tenant().seqOf(before - 1);
        long poisoned = fixture.tenant().seqOf(before);
        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse(fault + "@seq:" + poisoned));
        fixture.tenant().grow(RECORDS);

        String trace = IngestorFixture.awaitFailure(worker, fixture.connector());

        assertThat(UnfetchableRecord.in(trace)).as("%s: %s", fault, trace).contains(new UnfetchableRecord(last));
        assertThat(fixture.records(fixture.topics().raw())).as(fault).hasSize(before - skipped);

        skip(poisoned);
        fixture.awaitRaw(Math.toIntExact(fixture.tenant().size()) - skipped - 1);
    }

    /** As archivectl does. */
    private void skip(long seq) throws Exception {
        fixture.stop(worker, fixture.connector());
        JsonNode offsets = worker.rest().offsets(fixture.connector());
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("seq", seq).put("high", seq);
        worker.rest().alterOffsets(fixture.connector(), offsets);
        worker.rest().resume(fixture.connector());
    }
}
