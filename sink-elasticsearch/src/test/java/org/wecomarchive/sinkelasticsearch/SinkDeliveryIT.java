package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.fixtures.SearchServer;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.elasticsearch.ElasticsearchServer;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Events of a real topic through a real worker into a real Elasticsearch, with what can go wrong on the way. */
@Timeout(240)
final class SinkDeliveryIT {

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RegistryServer registry;
    private static ElasticsearchServer elasticsearch;

    private SinkRig rig;
    private SearchServer search;

    @BeforeAll
    static void startServers() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 1);
        registry = RegistryServer.start(directory.resolve("registry"));
        elasticsearch = ElasticsearchServer.start(directory.resolve("elasticsearch"));
    }

    @AfterAll
    static void stopServers() {
        elasticsearch.close();
        registry.close();
        kafka.close();
    }

    @BeforeEach
    void setUp(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        rig = new SinkRig(name, kafka.bootstrapServers(), registry.url(), elasticsearch.url());
        search = new SearchServer(elasticsearch.url());
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    @Test
    void makesOneDocumentOfEachMessage() throws Exception {
        for (int seq = 0; seq < 1000; seq++) {
            rig.publish(Events.text(seq, "第" + seq + "条消息"));
        }
        rig.flush();
        ConnectWorker worker = rig.startWorker();

        worker.putConnector(SinkRig.CONNECTOR, rig.config());

        awaitCount(1000);
        assertThat(search.count(rig.alias() + "-2026-11")).isEqualTo(1000);
    }

    private void awaitCount(long documents) {
        await().atMost(90, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(search.count(rig.alias())).isEqualTo(documents));
    }
}
