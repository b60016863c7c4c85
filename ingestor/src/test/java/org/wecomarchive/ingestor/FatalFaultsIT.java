package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.testkit.connect.ConnectRestException;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorStatus;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/** After what only a person can decide about, the task stops and has committed nothing of it. */
@Timeout(180)
final class FatalFaultsIT {

    private static final String NAME = "ingestor";
    private static final int RECORDS = 60;

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;

    @BeforeAll
    static void startServers() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 1);
        registry = RegistryServer.start(directory.resolve("registry"));
    }

    @AfterAll
    static void stopServers() {
        registry.close();
        kafka.close();
    }

    @Test
    void stopsWithNothingCommittedAndGoesOnWithoutTheFault() throws Exception {
        try (Rig rig = new Rig("fatal", kafka.bootstrapServers(), registry.url())) {
            Map<String, String> config = rig.config();
            config.put("page.limit", "20");
            rig.tenant().grow(RECORDS);
            ConnectWorker worker = rig.startWorker();
            worker.putConnector(NAME, config);
            rig.awaitRaw(RECORDS);

            for (String fault : List.of("backwards", "descending", "rewritten", "code=10000", "abort")) {
                requireStop(rig, worker, fault);
            }

            List<Rig.Raw> raws = rig.awaitRaw(Math.toIntExact(rig.tenant().size()));
            assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
            assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
        }
    }

    private static void requireStop(Rig rig, ConnectWorker worker, String fault) throws Exception {
        int before = Math.toIntExact(rig.tenant().size());
        rig.awaitRaw(before);
        long next = rig.tenant().seqOf(before);
        rig.server().conditions(rig.corpId()).inject(FaultPlan.parse(fault + "@seq:" + next));
        rig.tenant().grow(RECORDS);

        assertThat(awaitFailure(worker)).as(fault).contains("FatalIngestException");
        assertThat(rig.server().conditions(rig.corpId()).happened()).as(fault).isNotEmpty();
        assertThat(rig.records(rig.topics().raw())).as(fault).hasSize(before);

        rig.server().conditions(rig.corpId()).inject(FaultPlan.none());
        worker.rest().restartTask(NAME, 0);
    }

    private static String awaitFailure(ConnectWorker worker) {
        return await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptionsInstanceOf(ConnectRestException.class)
                .until(
                        () -> worker.status(NAME).tasks().stream()
                                .map(ConnectorStatus.Part::trace)
                                .findFirst()
                                .orElse(""),
                        trace -> !trace.isEmpty());
    }
}
