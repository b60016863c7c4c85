package org.wecomarchive.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.schemas.Topics;

class TopicCatalogTest {

    private static final Path FILE = Path.of("..", "deploy", "topics.yaml");
    private static final long MIB = 1024 * 1024;

    @Test
    void listsTheTopicsOfTheDesignWithTheirPartitions() throws IOException {
        TopicCatalog catalog = TopicCatalog.load(FILE);

        assertThat(catalog.topics())
                .extracting(TopicCatalog.Topic::name, TopicCatalog.Topic::partitions)
                .containsExactlyInAnyOrder(
                        tuple("raw.v1", 12),
                        tuple("events.v1", 24),
                        tuple("parked.v1", 3),
                        tuple("dead-letters.v1", 3),
                        tuple("media.v1", 12),
                        tuple("calls.v1", 1),
                        tuple("gaps.v1", 1),
                        tuple("erasures.v1", 1),
                        tuple("erased.v1", 3),
                        tuple("commands.v1", 1));
    }

    @Test
    void namesTheTopicsAsTheCodeDoes() throws IOException {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);

        List<String> names = TopicCatalog.load(FILE).topics().stream()
                .map(topic -> Topics.DEFAULT_PREFIX + "." + topic.name())
                .toList();

        assertThat(names)
                .contains(
                        topics.raw(),
                        topics.events(),
                        topics.parked(),
                        topics.deadLetters(),
                        topics.gaps(),
                        topics.calls(),
                        topics.erasures(),
                        topics.erased(),
                        topics.commands());
    }

    @Test
    void raisesTheMessageLimitDownstream() throws IOException {
        TopicCatalog catalog = TopicCatalog.load(FILE);

        assertThat(limit(catalog, "raw.v1")).isEqualTo(8 * MIB);
        assertThat(limit(catalog, "parked.v1")).isGreaterThan(limit(catalog, "raw.v1"));
        assertThat(limit(catalog, "dead-letters.v1")).isEqualTo(limit(catalog, "parked.v1"));
        assertThat(limit(catalog, "events.v1")).isEqualTo(24 * MIB).isGreaterThan(limit(catalog, "parked.v1"));
    }

    @Test
    void keepsForEverWhatCannotBeFetchedAgain() throws IOException {
        TopicCatalog catalog = TopicCatalog.load(FILE);

        for (String name : List.of("raw.v1", "dead-letters.v1", "calls.v1", "gaps.v1")) {
            assertThat(config(catalog, name))
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "-1");
        }
        assertThat(config(catalog, "events.v1"))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(30).toMillis()));
        for (String name : List.of("parked.v1", "media.v1", "commands.v1", "erasures.v1", "erased.v1")) {
            assertThat(config(catalog, name)).containsEntry("cleanup.policy", "compact");
        }
    }

    @Test
    void replicatesEveryTopicSafely() throws IOException {
        TopicCatalog catalog = TopicCatalog.load(FILE);

        assertThat(catalog.replicationFactor()).isEqualTo(3);
        assertThat(catalog.topics()).allSatisfy(topic -> assertThat(catalog.configOf(topic, 3))
                .containsEntry("min.insync.replicas", "2")
                .containsEntry("unclean.leader.election.enable", "false")
                .containsEntry("compression.type", "zstd"));
    }

    @Test
    void asksOneBrokerForNoMoreThanOneReplica() throws IOException {
        TopicCatalog catalog = TopicCatalog.load(FILE);

        assertThat(catalog.configOf(catalog.topic("raw.v1"), 1)).containsEntry("min.insync.replicas", "1");
    }

    @Test
    void refusesFieldsItDoesNotKnow(@TempDir Path dir) throws IOException {
        Path file =
                Files.writeString(dir.resolve("topics.yaml"), "replicationFactor: 1\nconfig: {}\ntopics: []\nrep: 2\n");

        assertThatThrownBy(() -> TopicCatalog.load(file)).isInstanceOf(IOException.class);
    }

    private static long limit(TopicCatalog catalog, String name) {
        return Long.parseLong(config(catalog, name).get("max.message.bytes"));
    }

    private static Map<String, String> config(TopicCatalog catalog, String name) {
        return catalog.configOf(catalog.topic(name), 3);
    }
}
