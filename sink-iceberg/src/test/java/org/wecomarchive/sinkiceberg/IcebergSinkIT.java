package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

@Timeout(180)
final class IcebergSinkIT {

    private static final String NAME = "cold";

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;

    private SinkRig rig;

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
        rig = new SinkRig(
                test.getTestMethod().orElseThrow().getName(), kafka.bootstrapServers(), registry.url(), directory);
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    @Test
    void storesEveryCommittedEventOnceWithSeveralTasks() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 1500));
        rig.publishInVain(events(5000, 5100));
        ConnectWorker worker = rig.startWorker();

        worker.putConnector(NAME, rig.config());
        rig.awaitRows(1500);
        rig.publish(Delivery.LIVE, events(1501, 2000));
        List<RowKey> rows = rig.awaitRows(2000);

        assertThat(rows).isEqualTo(keys(1, 2000));
        worker.rest().awaitRunning(NAME, Duration.ofSeconds(10));
    }

    @Test
    void replaysAndReleasesLeaveOneRowEachAlsoAfterPartitionsWereAdded() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 500));
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(NAME, rig.config());
        rig.awaitRows(500);

        rig.addPartitions(9);
        rig.publish(Delivery.REPLAYED, edited(200, 400));
        rig.publish(Delivery.REPLAYED, edited(200, 400));
        rig.publish(Delivery.RELEASED, events(501, 510));
        rig.publish(Delivery.LIVE, events(511, 600));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rig.edited() == 201 && rig.awaitRows(600).size() == 600);

        assertThat(rig.awaitRows(600)).isEqualTo(keys(1, 600));
    }

    @Test
    void offsetsThatAnOperatorResetsChangeNothing() throws Exception {
        rig.publish(Delivery.LIVE, events(1, 300));
        ConnectWorker worker = rig.startWorker();
        worker.putConnector(NAME, rig.config());
        rig.awaitRows(300);
        rig.stop(worker, NAME);

        worker.rest().resetOffsets(NAME);
        worker.rest().resume(NAME);
        rig.publish(Delivery.LIVE, events(301, 320));
        List<RowKey> rows = rig.awaitRows(320);

        assertThat(rows).isEqualTo(keys(1, 320));
    }

    @Test
    void aWorkerThatGoesAwayLeavesItsRecordsToTheOther() throws Exception {
        ConnectWorker first = rig.startWorker();
        ConnectWorker second = rig.startWorker();
        first.putConnector(NAME, rig.config());
        rig.publish(Delivery.LIVE, events(1, 800));
        rig.awaitRows(100);

        second.stopHard();
        rig.publish(Delivery.LIVE, events(801, 1000));
        List<RowKey> rows = rig.awaitRows(1000);

        assertThat(rows).isEqualTo(keys(1, 1000));
    }

    private static List<ChatEvent> edited(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> Chats.event("ww1", seq, Chats.NOON.plusMillis(seq), SinkRig.EDITED))
                .toList();
    }

    private static List<ChatEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> Chats.event("ww1", seq))
                .toList();
    }

    private static List<RowKey> keys(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new RowKey("ww1", seq))
                .toList();
    }
}
