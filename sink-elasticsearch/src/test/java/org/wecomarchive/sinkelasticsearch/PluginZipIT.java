package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.testkit.connect.ConnectWorkerProcess;
import org.wecomarchive.testkit.connect.PluginZip;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.SecuredKafka;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** The zip on a worker that has nothing of ours but the zip. */
@ExtendWith(SharedServers.class)
@Timeout(600)
final class PluginZipIT {

    @TempDir
    static Path directory;

    @Test
    void holdsWhatAWorkerDoesNotBringAndIndexesWithIt(
            SecuredKafka cluster, RegistryServer registry, ElasticsearchServer elasticsearch) throws Exception {
        PluginZip plugin = PluginZip.unpack(Path.of("target"), directory.resolve("plugins"));
        String brokers = cluster.cluster().bootstrapServers();
        SearchServer search = new SearchServer(elasticsearch.url());
        try (SinkFixture fixture = new SinkFixture("zip", brokers, registry.url(), elasticsearch.url())) {
            for (int seq = 0; seq < 50; seq++) {
                fixture.publish(Events.text(seq, "第" + seq + "条消息"));
            }
            fixture.publish(Events.recall(50, "m7", Events.SENT_AT.plusSeconds(60)));
            fixture.flush();

            try (ConnectWorkerProcess worker = ConnectWorkerProcess.startWith(plugin, directory, brokers, "plugin")) {
                worker.putConnector(fixture.connector(), fixture.config());
                await().atMost(90, TimeUnit.SECONDS)
                        .ignoreExceptions()
                        .until(() -> search.count(fixture.alias()) == 51
                                && search.document(fixture.alias() + "-2026-11", Events.CORP + ":m7")
                                        .orElseThrow()
                                        .path("recalled")
                                        .asBoolean());
            }
        }
        assertThat(plugin.jars())
                .anyMatch(jar -> jar.startsWith("sink-elasticsearch-"))
                .anyMatch(jar -> jar.startsWith("connect-plugin-"))
                .anyMatch(jar -> jar.startsWith("recovery-"))
                // The client's licence is Apache's, the server's is not: nothing of it is bundled.
                .anyMatch(jar -> jar.startsWith("elasticsearch-java-"))
                .noneMatch(jar -> jar.matches("elasticsearch-(\\d|server|core).*|lucene-.*"));
        assertThat(plugin.foreignJars()).isEmpty();
    }
}
