package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.OperationsException;
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
    private IngestorFixture fixture;
    private String second;

    @BeforeEach
    void setUp(Servers servers, IngestorFixture ofThisTest) throws Exception {
        worker = servers.worker();
        fixture = ofThisTest;
        second = "second-" + fixture.connector();
    }

    @Test
    void publishesNothingThatItHadFetchedBeforeAnotherConnectorTookOver() throws Exception {
        Map<String, String> config = fixture.config();
        config.put("page.limit", "10");
        fixture.tenant().grow(30);
        fixture.put(worker, config);
        fixture.awaitRaw(30);
        worker.rest().pause(fixture.connector());
        await().atMost(2, TimeUnit.MINUTES).until(() -> worker.status(fixture.connector()).tasks().stream()
                .allMatch(task -> task.state().equals("PAUSED")));
        fixture.tenant().grow(100);
        awaitFigure(fixture.connector(), "wecom_seq", fixture.tenant().seqOf(39));
        int before = fixture.records(fixture.topics().raw()).size();

        fixture.put(worker, second, config);
        fixture.awaitRaw(130);
        worker.rest().resume(fixture.connector());
        String replaced = IngestorFixture.awaitFailure(worker, fixture.connector());
        fixture.tenant().grow(10);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(140);

        assertThat(before).as("some was fetched and not published").isLessThan(130);
        assertThat(replaced).contains("FatalIngestException", "connector " + second + " has begun to pull this corp");
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    @Test
    void takesNothingOverWithASecretThatIsWrong() throws Exception {
        Map<String, String> wrong = fixture.config();
        wrong.put("corp.secret", "wrong");
        wrong.put("operator.probe.ms", "1000");
        fixture.tenant().grow(30);
        fixture.put(worker, fixture.config());
        fixture.awaitRaw(30);

        fixture.put(worker, second, wrong);
        awaitFigure(second, "wecom_state", 3);
        String holder = fixture.claim();
        fixture.put(worker, second, fixture.config());
        await().atMost(2, TimeUnit.MINUTES).until(() -> fixture.claim().startsWith(second + "\n"));
        fixture.tenant().grow(10);
        List<IngestorFixture.Raw> raws = fixture.awaitRaw(40);

        assertThat(holder).startsWith(fixture.connector() + "\n");
        assertThat(raws).extracting(IngestorFixture.Raw::seq).isEqualTo(fixture.seqs(0));
        assertThat(raws).extracting(IngestorFixture.Raw::delivery).containsOnly("live");
    }

    private static void awaitFigure(String connector, String name, long atLeast) {
        await().atMost(2, TimeUnit.MINUTES)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(OperationsException.class)
                .until(() -> new TaskMetrics(connector).value(name) >= atLeast);
    }
}
