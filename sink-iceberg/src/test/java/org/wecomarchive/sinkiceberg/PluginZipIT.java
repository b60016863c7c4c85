package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.PluginZip;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The zip on workers that have nothing of ours but the zip, and that are killed. */
@ExtendWith(SharedServers.class)
@Timeout(600)
final class PluginZipIT {

    @TempDir
    static Path directory;

    @Test
    void storesEachEventOnceAlthoughItsWorkerIsKilled(SecuredKafka cluster, RegistryServer registry) throws Exception {
        String brokers = cluster.cluster().bootstrapServers();
        PluginZip plugin = PluginZip.unpack(Path.of("target"), directory.resolve("plugins"));
        List<ChatEvent> events = LongStream.rangeClosed(1, 4000)
                .mapToObj(seq -> Chats.event("ww1", seq))
                .toList();
        List<RowKey> rows;
        try (SinkFixture fixture = new SinkFixture("zip", brokers, registry.url(), directory)) {
            fixture.publish(Delivery.LIVE, events.subList(0, 2000));

            try (ConnectWorkerProcess killed = ConnectWorkerProcess.startWith(plugin, directory, brokers, "plugin")) {
                killed.putConnector("cold", fixture.config());
                fixture.awaitRows(1);
                fixture.publish(Delivery.LIVE, events.subList(2000, 4000));
                killed.stopHard();
            }
            try (ConnectWorkerProcess next = ConnectWorkerProcess.startWith(plugin, directory, brokers, "plugin")) {
                rows = fixture.awaitRows(4000);
                next.stopHard();
            }
        }

        assertThat(rows)
                .isEqualTo(events.stream()
                        .map(event -> new RowKey(event.getCorpId(), event.getSeq()))
                        .toList());
    }
}
