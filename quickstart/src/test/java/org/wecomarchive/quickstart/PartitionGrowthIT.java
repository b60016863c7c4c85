package org.wecomarchive.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.ingestor.cursor.HomePartition;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.ledger.Guarantee;
import org.wecomarchive.testkit.registry.RegistryServer;
import org.wecomarchive.testkit.shared.SharedServers;

/** Raw and events get more partitions while records flow. */
@Timeout(900)
@ExtendWith(SharedServers.class)
class PartitionGrowthIT {

    private static final int RAW_BEFORE = 2;
    private static final int RAW_AFTER = 4;
    private static final int EVENTS_BEFORE = 3;
    private static final int EVENTS_AFTER = 6;
    private static final long RECORDS = 2_500;

    // Both would live in a new partition if the number of partitions alone decided.
    private static final String OLD_CORP = corpWhoseHomeIsNew("wwold");
    private static final String NEW_CORP = corpWhoseHomeIsNew("wwnew");

    @TempDir
    Path dir;

    @Test
    void movesNoCorpLosesNothingAndUsesTheNewPartitions(RegistryServer registry) throws Exception {
        SimulatedTenant oldTenant = ScenarioStage.tenant(OLD_CORP, RECORDS);
        try (ScenarioStage stage = ScenarioStage.raise(
                        dir, registry, smallCatalog(), oldTenant, ScenarioStage.tenant(NEW_CORP, 100));
                ConnectWorker worker = ConnectWorker.start(stage.kafka().bootstrapServers());
                LedgerWatch ledger = new LedgerWatch(stage)) {
            Topics topics = stage.settings().topics();
            stage.startDecryptor();
            worker.putConnector(OLD_CORP, connector(stage, OLD_CORP, RAW_BEFORE));
            ledger.untilFetched(OLD_CORP, RECORDS / 4);
            int home = HomePartition.of(OLD_CORP, RAW_BEFORE);

            grow(stage);
            worker.putConnector(OLD_CORP, connector(stage, OLD_CORP, RAW_AFTER));
            worker.putConnector(NEW_CORP, connector(stage, NEW_CORP, RAW_AFTER));

            ledger.until("the new corp in raw", () -> holds(stage, topics.raw(), NEW_CORP));
            ledger.until("the new corp in events", () -> holds(stage, topics.events(), NEW_CORP));
            ledger.until("events in new partitions", () -> {
                oldTenant.grow(5);
                return stage.partitionsByCorp(topics.events()).get(OLD_CORP).stream()
                        .anyMatch(partition -> partition >= EVENTS_BEFORE);
            });
            ledger.verify(Guarantee.values());
            assertThat(stage.partitionsByCorp(topics.raw()))
                    .isEqualTo(Map.of(OLD_CORP, Set.of(home), NEW_CORP, Set.of(HomePartition.of(NEW_CORP, RAW_AFTER))));
            stage.lookForLeaksAt(worker);
        }
    }

    private static Map<String, String> connector(ScenarioStage stage, String corpId, int rawPartitions) {
        Map<String, String> config = stage.connector(corpId);
        config.put("page.limit", "25");
        config.put("raw.partitions", Integer.toString(rawPartitions));
        return config;
    }

    private static void grow(ScenarioStage stage) throws Exception {
        Topics topics = stage.settings().topics();
        stage.grow(topics.raw(), RAW_AFTER);
        stage.grow(topics.events(), EVENTS_AFTER);
    }

    private static boolean holds(ScenarioStage stage, String topic, String corpId) throws Exception {
        return stage.partitionsByCorp(topic).containsKey(corpId);
    }

    private static TopicCatalog smallCatalog() throws Exception {
        TopicCatalog site = ScenarioStage.catalog();
        Map<String, Integer> sizes = Map.of("raw.v1", RAW_BEFORE, "events.v1", EVENTS_BEFORE);
        List<TopicCatalog.Topic> topics = site.topics().stream()
                .map(topic -> new TopicCatalog.Topic(
                        topic.name(), sizes.getOrDefault(topic.name(), topic.partitions()), topic.config()))
                .toList();
        return new TopicCatalog(site.replicationFactor(), site.config(), topics);
    }

    private static String corpWhoseHomeIsNew(String name) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> name + number)
                .filter(corp -> HomePartition.of(corp, RAW_AFTER) >= RAW_BEFORE)
                .findFirst()
                .orElseThrow();
    }
}
