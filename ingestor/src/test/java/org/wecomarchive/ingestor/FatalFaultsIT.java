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
    private IngestorFixture fixture;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
    }

    @Test
    void stopsWithNothingCommittedAndGoesOnWithoutTheFault() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("page.limit", "20");
        fixture.tenant().grow(RECORDS);
        fixture.put(worker, config);
        fixture.awaitRaw(RECORDS);

        for (String fault : List.of("backwards", "descending", "rewritten", "code=10000", "abort")) {
            requireStop(fault);
        }

        List<IngestorFixture.Raw> raws =
                fixture.awaitRaw(Math.toIntExact(fixture.tenant().size()));
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    /** As a restarter does that knows only how often, such as Strimzi's. */
    @ParameterizedTest
    @CsvSource({"backwards,2", "rewritten,2", "code=10000,2", "abort,10"})
    void saysTheSameAndCommitsNothingHoweverOftenItIsRestarted(String fault, int restarts) throws Exception {
        Map<String, String> config = fixture.config();
        config.put("page.limit", "4");
        fixture.tenant().grow(RECORDS);
        fixture.put(worker, config);
        fixture.awaitRaw(RECORDS);
        long next = fixture.tenant().seqOf(RECORDS);
        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse(fault + "@seq:" + next));
        fixture.tenant().grow(RECORDS);
        String said = message(IngestorFixture.awaitFailure(worker, fixture.connector()));
        JsonNode position = worker.rest().offsets(fixture.connector());

        for (int restart = 1; restart <= restarts; restart++) {
            long runs = endedRuns();
            worker.rest().restartTask(fixture.connector(), 0);
            await().atMost(60, TimeUnit.SECONDS).until(() -> endedRuns() > runs);

            assertThat(message(IngestorFixture.awaitFailure(worker, fixture.connector())))
                    .as("restart %d", restart)
                    .isEqualTo(said);
        }

        assertThat(said).contains("FatalIngestException");
        assertThat(fixture.records(fixture.topics().raw())).hasSize(RECORDS);
        assertThat(worker.rest().offsets(fixture.connector())).isEqualTo(position);
    }

    /** A task opens its session in its first minute and publishes what it has counted when it ends. */
    private long endedRuns() {
        return fixture.calls().stream()
                .filter(calls -> calls.getFunction().equals("Init"))
                .count();
    }

    private static String message(String trace) {
        return trace.lines().findFirst().orElse("");
    }

    @Test
    void stopsBeforeARecordThatIsTooLargeAndGoesOnWhenItsLimitsAreRaised() throws Exception {
        fixture.tenant().grow(RECORDS);
        fixture.limitRawTo(SMALL);
        Map<String, String> config = fixture.config();
        config.put("page.limit", "20");
        config.put("producer.override.max.request.size", Integer.toString(SMALL));
        fixture.put(worker, config);

        String both = IngestorFixture.awaitFailure(worker, fixture.connector());
        int before = fixture.records(fixture.topics().raw()).size();
        fixture.limitRawTo(LARGE);
        worker.rest().restartTask(fixture.connector(), 0);
        String one = awaitAnotherFailure(both);

        assertThat(both)
                .contains(
                        "FatalIngestException",
                        fixture.corpId(),
                        "seq " + fixture.tenant().seqOf(IngestorFixture.LARGE_RECORD))
                .contains("max.message.bytes of topic " + fixture.topics().raw() + " (" + SMALL + ")")
                .contains("producer.override.max.request.size (" + SMALL + ")");
        assertThat(one)
                .contains("producer.override.max.request.size (" + SMALL + ")")
                .doesNotContain("(" + LARGE + ")");
        assertThat(before).as("whole pages before it").isEqualTo(40);
        assertThat(fixture.records(fixture.topics().raw())).hasSize(before);

        config.put("producer.override.max.request.size", Integer.toString(LARGE));
        fixture.put(worker, config);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(RECORDS);
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    private String awaitAnotherFailure(String first) {
        return await().atMost(2, TimeUnit.MINUTES)
                .until(() -> IngestorFixture.awaitFailure(worker, fixture.connector()), trace -> !trace.equals(first));
    }

    private void requireStop(String fault) throws Exception {
        int before = Math.toIntExact(fixture.tenant().size());
        fixture.awaitRaw(before);
        long next = fixture.tenant().seqOf(before);
        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.parse(fault + "@seq:" + next));
        fixture.tenant().grow(RECORDS);

        assertThat(IngestorFixture.awaitFailure(worker, fixture.connector()))
                .as(fault)
                .contains("FatalIngestException");
        assertThat(fixture.server().conditions(fixture.corpId()).happened())
                .as(fault)
                .isNotEmpty();
        assertThat(fixture.records(fixture.topics().raw())).as(fault).hasSize(before);

        fixture.server().conditions(fixture.corpId()).inject(FaultPlan.none());
        worker.rest().restartTask(fixture.connector(), 0);
    }
}
