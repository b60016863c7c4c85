package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.testkit.connect.ConnectRestException;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorStatus;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Where a connector starts: with a stored offset, without one, and while the registry is away. */
@Timeout(180)
final class StartIT {

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;

    private Rig rig;

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

    @BeforeEach
    void setUp(TestInfo test) throws Exception {
        rig = new Rig(test.getTestMethod().orElseThrow().getName(), kafka.bootstrapServers(), registry.url());
    }

    @AfterEach
    void tearDown() throws Exception {
        rig.close();
    }

    @Test
    void goesOnFromTheRawTopicWhenTheOffsetsAreLost() throws Exception {
        rig.tenant().grow(1200);
        ConnectWorker worker = rig.startWorker();
        worker.putConnector("old", rig.config());
        rig.awaitRaw(1200);
        rig.stop(worker, "old");
        worker.rest().deleteConnector("old");
        rig.tenant().grow(40);

        worker.putConnector("renamed", with("start.from", "auto"));
        List<Rig.Raw> raws = rig.awaitRaw(1240);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        assertThat(raws).extracting(Rig.Raw::delivery).containsOnly("live");
    }

    @Test
    void replaysFromANumberWhenTheOffsetsAreLost() throws Exception {
        rig.tenant().grow(60);
        ConnectWorker worker = rig.startWorker();
        worker.putConnector("old", rig.config());
        rig.awaitRaw(60);
        rig.stop(worker, "old");
        worker.rest().deleteConnector("old");
        rig.tenant().grow(10);

        worker.putConnector(
                "renamed", with("start.from", Long.toString(rig.tenant().seqOf(39))));
        List<Rig.Raw> raws = rig.awaitRaw(90);

        assertThat(raws.subList(60, 80)).extracting(Rig.Raw::delivery).containsOnly("replayed");
        assertThat(raws.subList(80, 90)).extracting(Rig.Raw::delivery).containsOnly("live");
        assertThat(raws.subList(60, 90)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(40));
    }

    @Test
    void ignoresStartFromWhereThereIsAStoredOffset() throws Exception {
        rig.tenant().grow(30);
        ConnectWorker worker = rig.startWorker();
        worker.putConnector("same", rig.config());
        rig.awaitRaw(30);

        worker.putConnector("same", with("start.from", "0"));
        rig.tenant().grow(5);
        List<Rig.Raw> raws = rig.awaitRaw(35);

        assertThat(raws).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
    }

    @Test
    void refusesToGuessWhereANewCorpStarts() throws Exception {
        rig.tenant().grow(30);
        ConnectWorker worker = rig.startWorker();

        worker.putConnector("new", with("start.from", "auto"));

        assertThat(awaitFailure(worker, "new")).contains("FatalIngestException", "start.from=oldest");
        assertThat(rig.records(rig.topics().raw())).isEmpty();
    }

    @Test
    void refusesAPartitionThatDoesNotExist() throws Exception {
        ConnectWorker worker = rig.startWorker();
        Map<String, String> config = rig.config();
        config.put("raw.partitions", "100000");

        worker.putConnector("new", config);

        assertThat(awaitFailure(worker, "new")).contains("FatalIngestException", "raw.partitions");
    }

    @Test
    void waitsForARegistryThatComesUpLate() throws Exception {
        rig.tenant().grow(30);
        RegistryServer late = RegistryServer.start(directory.resolve("late"));
        late.killHard();
        ConnectWorker worker = rig.startWorker();
        worker.putConnector("new", with("schema.registry.url", late.url()));
        worker.rest().awaitRunning("new", Duration.ofSeconds(30));
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> worker.status("new")
                .running());

        try (RegistryServer again = RegistryServer.start(directory.resolve("late"))) {
            assertThat(again.url()).isEqualTo(late.url());
            assertThat(rig.awaitRaw(30)).extracting(Rig.Raw::seq).isEqualTo(rig.seqs(0));
        }
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> config = rig.config();
        config.put(key, value);
        return config;
    }

    private static String awaitFailure(ConnectWorker worker, String connector) {
        return await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptionsInstanceOf(ConnectRestException.class)
                .until(
                        () -> worker.status(connector).tasks().stream()
                                .map(ConnectorStatus.Part::trace)
                                .findFirst()
                                .orElse(""),
                        trace -> !trace.isEmpty());
    }
}
