package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;

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
