package org.wecomarchive.connectplugin;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.recovery.KafkaSettings;
import org.wecomarchive.recovery.NearestName;
import org.wecomarchive.recovery.OpenReferences;
import org.wecomarchive.recovery.SecretFiles;
import org.wecomarchive.serde.RegistryConfig;

/**
 * What a connector of ours demands of the keys that Kafka Connect defines: only some of their values lose nothing and keep
 * records exact.
 *
 * <p>Converters and the consumer's isolation must be set on the connector, because a connector cannot see those of its worker.
 * A key that neither Connect, the connector nor a client of theirs knows is refused: it is misspelt. So is a value that such a
 * client refuses, one with a reference that nothing replaced, and a file with secrets that every account can read.
 *
 * <p>Source: Kafka's {@code ConnectorConfig}, {@code SourceConnectorConfig} and {@code SinkConnectorConfig}, 4.3.
 */
public final class ConnectRules {

    private static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String TOLERANCE = "errors.tolerance";
    private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";
    private static final String AS_THEY_ARE =
            " on this connector: it takes and gives records in the bytes that they have.";
    private static final String WHOLE = ": changing or dropping records here would break their identity.";

    private static final List<Rule> EVERYWHERE = List.of(
            new Rule("key.converter", STRING_CONVERTER, "", AS_THEY_ARE),
            new Rule("value.converter", BYTES_CONVERTER, "", AS_THEY_ARE),
            new Rule("header.converter", STRING_CONVERTER, "", AS_THEY_ARE),
            new Rule("errors.log.include.messages", "false", "false", ": keys and contents do not belong in logs."),
            new Rule("transforms", "", "", WHOLE),
            new Rule("predicates", "", "", WHOLE));

    private static final List<Rule> OF_SOURCES = List.of(
            new Rule(
                    "exactly.once.support",
                    "required",
                    "",
                    ": records and the position in the source are committed together or not at all."),
            new Rule("tasks.max", "1", "1", ": one connector reads one source, in order."),
            new Rule(
                    "transaction.boundary",
                    "connector",
                    "",
                    ": the task commits each batch itself, and so knows that its worker has transactions at all."),
            new Rule(TOLERANCE, "none", "none", ": a skipped record would be lost."));

    private static final List<Rule> OF_SINKS = List.of(new Rule(
            "consumer.override.isolation.level",
            "read_committed",
            "",
            " on this connector: other records may be of transactions that were rolled back."));

    private static final Set<String> NAMES = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "config.action.reload",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            TOLERANCE,
            "errors.log.enable",
            "errors.log.include.messages");
    private static final Set<String> NAMES_OF_SOURCES = Set.of(
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");
    private static final Set<String> NAMES_OF_SINKS = Set.of(
            "topics",
            "topics.regex",
            DEAD_LETTERS,
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable");
    private static final Map<String, KafkaSettings> OVERRIDES = Map.of(
            "producer.override.",
            KafkaSettings.OF_PRODUCERS,
            "consumer.override.",
            KafkaSettings.OF_CONSUMERS,
            "admin.override.",
            KafkaSettings.OF_ADMINS);
    private static final List<String> CONVERTERS = List.of("key.converter.", "value.converter.", "header.converter.");
    private static final String TOPIC_CREATION = "topic.creation.";

    private final List<Rule> rules;
    private final Set<String> names;
    private final Predicate<String> passedOn;
    private final Map<String, String> forbidden;

    private ConnectRules(
            List<Rule> rules, Set<String> names, Predicate<String> passedOn, Map<String, String> forbidden) {
        this.rules = rules;
        this.names = names;
        this.passedOn = passedOn;
        this.forbidden = Map.copyOf(forbidden);
    }

    /**
     * Of a source that commits its position together with its records.
     *
     * @param own names of the connector's keys
     * @param passedOn keys that it passes on
     */
    public static ConnectRules ofSource(Set<String> own, Predicate<String> passedOn) {
        return of(OF_SOURCES, own, NAMES_OF_SOURCES, passedOn.or(key -> key.startsWith(TOPIC_CREATION)));
    }

    /**
     * Of a sink.
     *
     * @param own names of the connector's keys
     * @param passedOn keys that it passes on
     */
    public static ConnectRules ofSink(Set<String> own, Predicate<String> passedOn) {
        return of(OF_SINKS, own, NAMES_OF_SINKS, passedOn);
    }

    private static ConnectRules of(List<Rule> rules, Set<String> own, Set<String> names, Predicate<String> passedOn) {
        return new ConnectRules(
                Stream.of(EVERYWHERE, rules).flatMap(List::stream).toList(),
                Stream.of(own, NAMES, names).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()),
                passedOn.or(ConnectRules::isPrefixed),
                Map.of());
    }

    /**
     * The same, but a key of Connect's must not be set.
     *
     * @param because the end of a sentence, with its full stop
     */
    public ConnectRules without(String key, String because) {
        Map<String, String> more = new TreeMap<>(forbidden);
        more.put(key, because);
        return new ConnectRules(rules, names, passedOn, more);
    }

    /** The refused keys, each with one sentence that says what is accepted. */
    public Map<String, String> refusals(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        rules.forEach(rule -> rule.refusal(settings).ifPresent(sentence -> refused.put(rule.key(), sentence)));
        requireDeadLetters(refused, settings);
        refused.putAll(KafkaClients.refusals(settings, ""));
        refused.putAll(KafkaSettings.OF_CLIENTS.refusals(settings, ClientKeys.KAFKA_PREFIX));
        OVERRIDES.forEach((prefix, clients) -> refused.putAll(clients.refusals(settings, prefix)));
        refused.putAll(NearestName.refusals(
                RegistryConfig.unknown(settings), "the registry's client", RegistryConfig.names()));
        refused.putAll(SecretFiles.refusals(settings));
        refused.putAll(OpenReferences.refusals(settings));
        settings.keySet().forEach(key -> refusalOf(key).ifPresent(sentence -> refused.put(key, sentence)));
        return refused;
    }

    /**
     * Only together: a record that is tolerated and not kept would be lost, and one that is not tolerated stops the task all the
     * same. A source is refused either of them by name or by its rules.
     */
    private static void requireDeadLetters(Map<String, String> refused, Map<String, String> settings) {
        boolean tolerated = settings.getOrDefault(TOLERANCE, "none").equals("all");
        boolean kept = !settings.getOrDefault(DEAD_LETTERS, "").isEmpty();
        if (tolerated && !kept) {
            refused.putIfAbsent(
                    TOLERANCE, TOLERANCE + "=all needs " + DEAD_LETTERS + ": a skipped record would be lost.");
        }
        if (kept && !tolerated) {
            refused.put(DEAD_LETTERS, DEAD_LETTERS + " needs " + TOLERANCE + "=all, else the task stops all the same.");
        }
    }

    private Optional<String> refusalOf(String key) {
        if (key.endsWith(".converter.encoding")) {
            return Optional.of(key + " must not be set: keys and headers are UTF-8.");
        }
        if (forbidden.containsKey(key)) {
            return Optional.of(key + " must not be set: " + forbidden.get(key));
        }
        return names.contains(key) || passedOn.test(key)
                ? Optional.empty()
                : Optional.of(key + " is not a setting of this connector" + NearestName.hint(names, key) + ".");
    }

    private static boolean isPrefixed(String key) {
        return Stream.of(OVERRIDES.keySet(), CONVERTERS)
                .flatMap(Collection::stream)
                .anyMatch(key::startsWith);
    }

    /**
     * A key that has one accepted value.
     *
     * @param absent what stands for a missing key
     * @param reason the end of the sentence, with its punctuation
     */
    private record Rule(String key, String accepted, String absent, String reason) {

        Optional<String> refusal(Map<String, String> settings) {
            boolean ok = settings.getOrDefault(key, absent).equals(accepted);
            String must = key + " must be " + (accepted.isEmpty() ? "empty" : accepted);
            return ok ? Optional.empty() : Optional.of(must + reason);
        }
    }
}
