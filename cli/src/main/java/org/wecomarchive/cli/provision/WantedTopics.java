package org.wecomarchive.cli.provision;

import static org.wecomarchive.cli.provision.Difference.MISSING;
import static org.wecomarchive.cli.provision.Difference.PARTITIONS;
import static org.wecomarchive.cli.provision.Difference.TOPIC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.wecomarchive.cli.provision.Difference.Kind;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.recovery.NearestName;

/**
 * The topics that a site should have, compared with those it has.
 *
 * <p>Nothing that loses records is ours to change: fewer partitions, a shorter retention, another {@code cleanup.policy}; nor
 * partitions of a compacted topic, where an old state of a key would stay beside the new one; nor a replication factor.
 *
 * @param prefix of the names of all topics, without the dot
 * @param catalog what the file says
 * @param replicas wanted replication factor
 * @param partitions given in place of those in the file, by name below the prefix
 */
public record WantedTopics(String prefix, TopicCatalog catalog, int replicas, Map<String, Integer> partitions) {

    private static final String RAW = "raw.v1";
    private static final String EVENTS = "events.v1";
    private static final String UNLIMITED = "-1";

    /**
     * @throws IllegalArgumentException for partitions of a topic that the file does not name, or fewer than one
     */
    public WantedTopics {
        Map<String, Integer> given = partitions;
        List<String> names =
                catalog.topics().stream().map(TopicCatalog.Topic::name).toList();
        partitions = given.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> below(prefix, name, names), name -> positive(name, given.get(name))));
    }

    private static String below(String prefix, String given, List<String> names) {
        String name = given.startsWith(prefix + ".") ? given.substring(prefix.length() + 1) : given;
        return names.stream()
                .filter(known -> known.equals(name) || known.equals(name + ".v1"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the file has no topic " + given + NearestName.hint(names, name + ".v1")));
    }

    private static int positive(String name, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException(name + " needs at least 1 partition");
        }
        return partitions;
    }

    /** Full names of all topics. */
    public Set<String> names() {
        return byName().keySet();
    }

    /** What Kafka creates. */
    NewTopic newTopic(String name) {
        return catalog.newTopic(byName().get(name), prefix, replicas);
    }

    private Map<String, TopicCatalog.Topic> byName() {
        return catalog.topics().stream()
                .map(topic -> new TopicCatalog.Topic(
                        topic.name(), partitions.getOrDefault(topic.name(), topic.partitions()), topic.config()))
                .collect(Collectors.toMap(
                        topic -> prefix + "." + topic.name(), Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /**
     * Compares.
     *
     * @param existing those of the wanted topics that are there, by full name
     * @param others full names of all other topics below the prefix
     */
    List<Difference> compare(Map<String, TopicState> existing, Set<String> others) {
        List<Difference> differences = new ArrayList<>();
        Map<String, TopicCatalog.Topic> wanted = byName();
        wanted.forEach((name, topic) -> {
            TopicState state = existing.get(name);
            if (state == null) {
                String size = topic.partitions() + " partitions, replication factor " + replicas;
                differences.add(new Difference(Kind.CREATE, name, TOPIC, MISSING, size, reduced(topic)));
            } else {
                partitions(name, topic, state).ifPresent(differences::add);
                replication(name, state).ifPresent(differences::add);
                configuration(name, topic, state, differences);
            }
        });
        others.stream().sorted().forEach(name -> differences.add(Difference.unlisted(name, TOPIC, "present")));
        return List.copyOf(differences);
    }

    private String reduced(TopicCatalog.Topic topic) {
        String full = catalog.configOf(topic, catalog.replicationFactor()).get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        String least = catalog.configOf(topic, replicas).get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        return full == null || full.equals(least)
                ? ""
                : "min.insync.replicas " + least + " in place of " + full + ", for " + replicas + " replicas";
    }

    private Optional<Difference> partitions(String name, TopicCatalog.Topic topic, TopicState state) {
        int is = state.partitions();
        int wanted = topic.partitions();
        if (is == wanted) {
            return Optional.empty();
        }
        String from = Integer.toString(is);
        String to = Integer.toString(wanted);
        if (wanted < is) {
            String note = "Kafka cannot take partitions away: write partitions: " + is + " in the file";
            return Optional.of(new Difference(Kind.LEFT, name, PARTITIONS, from, to, note));
        }
        boolean compacted = catalog.configOf(topic, replicas)
                .getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "")
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        if (compacted) {
            String note =
                    "not changed: the topic is compacted, and a key's new state would go to another partition than its"
                            + " old one, which stays; keep " + is
                            + ", or, knowing that, kafka-topics.sh --bootstrap-server <brokers>"
                            + " --alter --topic " + name + " --partitions " + wanted;
            return Optional.of(new Difference(Kind.LEFT, name, PARTITIONS, from, to, note));
        }
        String file = partitions.containsKey(topic.name()) ? "; write partitions: " + wanted + " in the file too" : "";
        return Optional.of(new Difference(Kind.GROW, name, PARTITIONS, from, to, moves(topic.name(), wanted) + file));
    }

    private static String moves(String name, int wanted) {
        return switch (name) {
            case RAW ->
                "no corp moves: its partition is remembered in its source offset; set raw.partitions=" + wanted
                        + " in every ingestor connector, which a new corp's first start checks";
            case EVENTS -> "a conversation may go on in another partition: its order across the change is seq";
            default -> "records of a key may go on in another partition";
        };
    }

    private Optional<Difference> replication(String name, TopicState state) {
        if (state.fewestReplicas() == replicas && state.mostReplicas() == replicas) {
            return Optional.empty();
        }
        String note =
                "not changed: kafka-reassign-partitions.sh --bootstrap-server <brokers> --reassignment-json-file <plan>"
                        + " --execute";
        return Optional.of(new Difference(
                Kind.LEFT, name, "replication factor", state.replicas(), Integer.toString(replicas), note));
    }

    /** min.insync.replicas goes by the replicas that are there: with more than these, nobody could write. */
    private void configuration(String name, TopicCatalog.Topic topic, TopicState state, List<Difference> differences) {
        Map<String, String> wanted = new TreeMap<>(catalog.configOf(topic, Math.min(replicas, state.fewestReplicas())));
        wanted.forEach((key, value) -> {
            String is = state.config().getOrDefault(key, MISSING);
            if (!same(is, value)) {
                Kind kind = loses(key, is, value) ? Kind.LEFT : Kind.SET;
                String note = kind == Kind.SET ? "" : loss(name, key, value);
                differences.add(new Difference(kind, name, key, is, value, note));
            }
        });
        new TreeMap<>(state.own()).forEach((key, value) -> {
            if (!wanted.containsKey(key)) {
                differences.add(Difference.unlisted(name, key, value));
            }
        });
    }

    /** Lists have no order. */
    private static boolean same(String is, String wanted) {
        return is.equals(wanted) || elements(is).equals(elements(wanted));
    }

    private static Set<String> elements(String list) {
        return new HashSet<>(Arrays.asList(list.split("\\s*,\\s*")));
    }

    private static boolean loses(String key, String is, String wanted) {
        return switch (key) {
            case TopicConfig.CLEANUP_POLICY_CONFIG -> true;
            case TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG ->
                !wanted.equals(UNLIMITED)
                        && (is.equals(UNLIMITED) || is.equals(MISSING) || Long.parseLong(wanted) < Long.parseLong(is));
            default -> false;
        };
    }

    private static String loss(String name, String key, String wanted) {
        String value = wanted.contains(",") ? "[" + wanted + "]" : wanted;
        return "not changed: Kafka would delete records that it keeps now; if that is wanted, kafka-configs.sh"
                + " --bootstrap-server <brokers> --alter --entity-type topics --entity-name " + name + " --add-config "
                + key + "=" + value;
    }
}
