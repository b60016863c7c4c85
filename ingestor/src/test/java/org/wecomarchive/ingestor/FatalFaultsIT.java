package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** After what only a person can decide about, the task stops and has committed nothing of it. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class FatalFaultsIT {

    private static final int RECORDS = 60;
    private static final int SMALL = 64 * 1024;
    private static final int LARGE = 1024 * 1024;

    private ConnectWorker worker;
    private Rig rig;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
    }

    @Test
    void stopsWithNothingCommittedAndGoesOnWithoutTheFault() throws Exception {
        Map<String, String> config = rig.config();
        config.put("page.limit", "20");
        rig.tenant().grow(RECORDS);
        rig.put(worker, config);
        rig.awaitRaw(RECORDS);

        for (String fault : List.of("backwards", "descending", "rewritten", "code=10000", "abort")) {
            requireStop(fault);
        }

        List<Rig.Raw> raws = rig.awaitRaw(Math.toIntExact(rig.tenant().size()));
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    /** As a restarter does that knows only how often, such as Strimzi's. */
    @ParameterizedTest
    @CsvSource({"backwards,2", "rewritten,2", "code=10000,2", "abort,10"})
    void saysTheSameAndCommitsNothingHoweverOftenItIsRestarted(String fault, int restarts) throws Exception {
        Map<String, String> config = rig.config();
        config.put("page.limit", "4");
        rig.tenant().grow(RECORDS);
        rig.put(worker, config);
        rig.awaitRaw(RECORDS);
        long next = rig.tenant().seqOf(RECORDS);
        rig.server().conditions(rig.corpId()).inject(FaultPlan.parse(fault + "@seq:" + next));
        rig.tenant().grow(RECORDS);
        String said = message(Rig.awaitFailure(worker, rig.connector()));
        JsonNode position = worker.rest().offsets(rig.connector());

        for (int restart = 1; restart <= restarts; restart++) {
            long runs = endedRuns();
            worker.rest().restartTask(rig.connector(), 0);
            await().atMost(60, TimeUnit.SECONDS).until(() -> endedRuns() > runs);

            assertThat(message(Rig.awaitFailure(worker, rig.connector())))
                    .as("restart %d", restart)
                    .isEqualTo(said);
        }

        assertThat(said).contains("FatalIngestException");
        assertThat(rig.records(rig.topics().raw())).hasSize(RECORDS);
        assertThat(worker.rest().offsets(rig.connector())).isEqualTo(position);
    }

    /** A task opens its session in its first minute and publishes what it has counted when it ends. */
    private long endedRuns() {
        return rig.calls().stream()
                .filter(calls -> calls.getFunction().equals("Init"))
                .count();
    }

    private static String message(String trace) {
        return trace.lines().findFirst().orElse("");
    }

    @Test
    void stopsBeforeARecordThatIsTooLargeAndGoesOnWhenItsLimitsAreRaised() throws Exception {
        rig.tenant().grow(RECORDS);
        rig.limitRawTo(SMALL);
        Map<String, String> config = rig.config();
        config.put("page.limit", "20");
        config.put("producer.override.max.request.size", Integer.toString(SMALL));
        rig.put(worker, config);

        String both = Rig.awaitFailure(worker, rig.connector());
        int before = rig.records(rig.topics().raw()).size();
        rig.limitRawTo(LARGE);
        worker.rest().restartTask(rig.connector(), 0);
        String one = awaitAnotherFailure(both);

        assertThat(both)
                .contains(
                        "FatalIngestException",
                        rig.corpId(),
                        "seq " + rig.tenant().seqOf(Rig.LARGE_RECORD))
                .contains("max.message.bytes of topic " + rig.topics().raw() + " (" + SMALL + ")")
                .contains("producer.override.max.request.size (" + SMALL + ")");
        assertThat(one)
                .contains("producer.override.max.request.size (" + SMALL + ")")
                .doesNotContain("(" + LARGE + ")");
        assertThat(before).as("whole pages before it").isEqualTo(40);
        assertThat(rig.records(rig.topics().raw())).hasSize(before);

        config.put("producer.override.max.request.size", Integer.toString(LARGE));
        rig.put(worker, config);
        List<Rig.Raw> raws = rig.awaitRaw(RECORDS);
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    private String awaitAnotherFailure(String first) {
        return await().atMost(2, TimeUnit.MINUTES)
                .until(() -> Rig.awaitFailure(worker, rig.connector()), trace -> !trace.equals(first));
    }

    private void requireStop(String fault) throws Exception {
        int before = Math.toIntExact(rig.tenant().size());
        rig.awaitRaw(before);
        long next = rig.tenant().seqOf(before);
        rig.server().conditions(rig.corpId()).inject(FaultPlan.parse(fault + "@seq:" + next));
        rig.tenant().grow(RECORDS);

        assertThat(Rig.awaitFailure(worker, rig.connector())).as(fault).contains("FatalIngestException");
        assertThat(rig.server().conditions(rig.corpId()).happened()).as(fault).isNotEmpty();
        assertThat(rig.records(rig.topics().raw())).as(fault).hasSize(before);

        rig.server().conditions(rig.corpId()).inject(FaultPlan.none());
        worker.rest().restartTask(rig.connector(), 0);
    }
}
