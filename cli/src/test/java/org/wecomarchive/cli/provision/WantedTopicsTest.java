package org.wecomarchive.cli.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.cli.provision.Difference.Kind;
import org.wecomarchive.provisioning.TopicCatalog;

final class WantedTopicsTest {

    private static final Map<String, String> EVENTS =
            Map.of("min.insync.replicas", "2", "cleanup.policy", "delete", "retention.ms", "1000");

    private static final TopicCatalog CATALOG = new TopicCatalog(
            3,
            Map.of("min.insync.replicas", "2"),
            List.of(
                    topic("events.v1", 24, Map.of("cleanup.policy", "delete", "retention.ms", "1000")),
                    topic("raw.v1", 12, Map.of("cleanup.policy", "delete", "retention.ms", "-1")),
                    topic("parked.v1", 3, Map.of("cleanup.policy", "compact"))));

    @Test
    void aTopicThatIsMissingIsCreated() {
        List<Difference> differences = wanted(3, Map.of()).compare(existing(Map.of()), Set.of());

        assertThat(differences)
                .containsExactly(new Difference(
                        Kind.CREATE, "p.parked.v1", "topic", "missing", "3 partitions, replication factor 3", ""));
    }

    @Test
    void whereThereIsOneBrokerLessMayBeAway() {
        List<Difference> differences = wanted(1, Map.of()).compare(Map.of(), Set.of());

        assertThat(differences).hasSize(3).allSatisfy(one -> assertThat(one.note())
                .isEqualTo("min.insync.replicas 1 in place of 2, for 1 replicas"));
        assertThat(wanted(1, Map.of()).newTopic("p.raw.v1").configs())
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void addedPartitionsOfRawMoveNoCorpAndThoseOfEventsMoveConversations() {
        List<Difference> differences =
                wanted(3, Map.of("events", 48, "p.raw.v1", 24)).compare(all(), Set.of());

        assertThat(differences)
                .extracting(Difference::kind, Difference::subject, Difference::is, Difference::wanted)
                .containsExactly(
                        tuple(Kind.GROW, "p.events.v1", "24", Optional.of("48")),
                        tuple(Kind.GROW, "p.raw.v1", "12", Optional.of("24")));
        assertThat(differences.get(0).note()).contains("conversation", "seq", "write partitions: 48 in the file");
        assertThat(differences.get(1).note()).contains("no corp moves", "raw.partitions=24");
    }

    @Test
    void aCompactedTopicIsNotGivenMorePartitions() {
        List<Difference> differences = wanted(3, Map.of("parked.v1", 6)).compare(all(), Set.of());

        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).kind()).isEqualTo(Kind.LEFT);
        assertThat(differences.get(0).note())
                .contains("compacted", "kafka-topics.sh", "--topic p.parked.v1 --partitions 6");
    }

    @Test
    void partitionsAreNeverTakenAway() {
        List<Difference> differences = wanted(3, Map.of("events", 12)).compare(all(), Set.of());

        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).kind()).isEqualTo(Kind.LEFT);
        assertThat(differences.get(0).note()).contains("cannot take partitions away", "partitions: 24");
    }

    @Test
    void aReplicationFactorIsLeftAndLimitsWhatMinInsyncReplicasIsSetTo() {
        Map<String, TopicState> existing = all();
        existing.put("p.events.v1", new TopicState(24, 1, 3, with(EVENTS, "min.insync.replicas", "1"), Map.of()));

        List<Difference> differences = wanted(3, Map.of()).compare(existing, Set.of());

        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).kind()).isEqualTo(Kind.LEFT);
        assertThat(differences.get(0).what()).isEqualTo("replication factor");
        assertThat(differences.get(0).is()).isEqualTo("1 to 3");
        assertThat(differences.get(0).note()).contains("kafka-reassign-partitions.sh");
    }

    @ParameterizedTest
    @CsvSource({
        "min.insync.replicas, 1, 2, SET",
        "retention.ms, 500, 1000, SET",
        "retention.ms, -1, 1000, LEFT",
        "retention.ms, 2000, 1000, LEFT",
        "cleanup.policy, compact, delete, LEFT",
        "cleanup.policy, 'compact,delete', delete, LEFT"
    })
    void aSettingIsChangedOnlyWhereNoRecordIsLost(String key, String is, String wanted, Kind kind) {
        Map<String, TopicState> existing = all();
        existing.put("p.events.v1", new TopicState(24, 3, 3, with(EVENTS, key, is), Map.of()));

        List<Difference> differences = wanted(3, Map.of()).compare(existing, Set.of());

        assertThat(differences).hasSize(1);
        Difference only = differences.get(0);
        assertThat(only.kind()).isEqualTo(kind);
        assertThat(only.is() + " -> " + only.wanted().orElseThrow()).isEqualTo(is + " -> " + wanted);
        assertThat(only.note().contains("kafka-configs.sh")).isEqualTo(kind == Kind.LEFT);
    }

    @Test
    void whatTheFileDoesNotNameIsOnlyNamed() {
        Map<String, TopicState> existing = all();
        existing.put(
                "p.events.v1",
                new TopicState(24, 3, 3, with(EVENTS, "retention.bytes", "9"), with(EVENTS, "retention.bytes", "9")));

        List<Difference> differences = wanted(3, Map.of()).compare(existing, Set.of("p.old.v1"));

        assertThat(differences)
                .containsExactly(
                        Difference.unlisted("p.events.v1", "retention.bytes", "9"),
                        Difference.unlisted("p.old.v1", "topic", "present"));
        assertThat(Report.of(differences).isAsWanted()).isTrue();
    }

    @Test
    void refusesPartitionsOfNoTopicAndFewerThanOne() {
        assertThatThrownBy(() -> wanted(3, Map.of("event", 48)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the file has no topic event, the nearest is events.v1");
        assertThatThrownBy(() -> wanted(3, Map.of("events", 0))).isInstanceOf(IllegalArgumentException.class);
    }

    private static WantedTopics wanted(int replicas, Map<String, Integer> partitions) {
        return new WantedTopics("p", CATALOG, replicas, partitions);
    }

    /** All but parked, and these. */
    private static Map<String, TopicState> existing(Map<String, TopicState> more) {
        Map<String, TopicState> existing = new HashMap<>(more);
        existing.put("p.events.v1", new TopicState(24, 3, 3, EVENTS, Map.of()));
        existing.put("p.raw.v1", new TopicState(12, 3, 3, with(EVENTS, "retention.ms", "-1"), Map.of()));
        return existing;
    }

    private static Map<String, TopicState> all() {
        return existing(
                Map.of("p.parked.v1", new TopicState(3, 3, 3, with(EVENTS, "cleanup.policy", "compact"), Map.of())));
    }

    private static Map<String, String> with(Map<String, String> config, String key, String value) {
        Map<String, String> other = new HashMap<>(config);
        other.put(key, value);
        return other;
    }

    private static TopicCatalog.Topic topic(String name, int partitions, Map<String, String> config) {
        return new TopicCatalog.Topic(name, partitions, config);
    }
}
