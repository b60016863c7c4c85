package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.InstanceNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.testkit.connect.ConnectWorker;

/** When a second connector begins to pull a corp, nothing comes twice, and it takes over only if it can pull. */
@Timeout(600)
@ExtendWith(ServersExtension.class)
final class TakeoverIT {

    private ConnectWorker worker;
    private Rig rig;
    private String second;

    @BeforeEach
    void setUp(Servers servers, Rig ofThisTest) throws Exception {
        worker = servers.worker();
        rig = ofThisTest;
        second = "second-" + rig.connector();
    }

    @Test
    void publishesNothingThatItHadFetchedBeforeAnotherConnectorTookOver() throws Exception {
        Map<String, String> config = rig.config();
        config.put("page.limit", "10");
        rig.tenant().grow(30);
        rig.put(worker, config);
        rig.awaitRaw(30);
        worker.rest().pause(rig.connector());
        await().atMost(2, TimeUnit.MINUTES).until(() -> worker.status(rig.connector()).tasks().stream()
                .allMatch(task -> task.state().equals("PAUSED")));
        rig.tenant().grow(100);
        awaitFigure(rig.connector(), "wecom_seq", rig.tenant().seqOf(39));
        int before = rig.records(rig.topics().raw()).size();

        rig.put(worker, second, config);
        rig.awaitRaw(130);
        worker.rest().resume(rig.connector());
        String replaced = Rig.awaitFailure(worker, rig.connector());
        rig.tenant().grow(10);
        List<Rig.Raw> raws = rig.awaitRaw(140);

        assertThat(before).as("some was fetched and not published").isLessThan(130);
        assertThat(replaced).contains("FatalIngestException", "connector " + second + " has begun to pull this corp");
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    @Test
    void takesNothingOverWithASecretThatIsWrong() throws Exception {
        Map<String, String> wrong = rig.config();
        wrong.put("corp.secret", "wrong");
        wrong.put("operator.probe.ms", "1000");
        rig.tenant().grow(30);
        rig.put(worker, rig.config());
        rig.awaitRaw(30);

        rig.put(worker, second, wrong);
        awaitFigure(second, "wecom_state", 3);
        String holder = rig.claim();
        rig.put(worker, second, rig.config());
        await().atMost(2, TimeUnit.MINUTES).until(() -> rig.claim().startsWith(second + "\n"));
        rig.tenant().grow(10);
        List<Rig.Raw> raws = rig.awaitRaw(40);

        assertThat(holder).startsWith(rig.connector() + "\n");
        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    private static void awaitFigure(String connector, String name, long atLeast) {
        await().atMost(2, TimeUnit.MINUTES)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(InstanceNotFoundException.class)
                .until(() -> new TaskMetrics(connector).value(name) >= atLeast);
    }
}
