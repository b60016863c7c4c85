package org.wecomarchive.sinkiceberg;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what Kafka Connect defines for every sink connector: only some of its values keep the rows exact.
 *
 * <p>Converters and isolation level must be set on the connector, because it cannot see those of its worker.
 */
final class ConnectSettings {

    private static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String ISOLATION = "consumer.override.isolation.level";
    private static final String TOLERANCE = "errors.tolerance";
    private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";
    private static final String WHOLE_RECORDS =
            " must be empty: changing or dropping records here would break their identity.";

    /** Names of Connect's own settings for sink connectors, checked or harmless. */
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
            "topics");

    private static final Set<String> PREFIXES = Set.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    private ConnectSettings() {}

    /** The refused keys, each with one sentence. */
    static Map<String, String> refusals(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        for (Rule rule : rules()) {
            rule.check(settings).ifPresent(sentence -> refused.put(rule.key(), sentence));
        }
        boolean skips = settings.getOrDefault(TOLERANCE, "none").equals("all");
        if (skips && settings.getOrDefault(DEAD_LETTERS, "").isEmpty()) {
            refused.put(TOLERANCE, TOLERANCE + " all needs " + DEAD_LETTERS + ": a skipped record would be lost.");
        }
        settings.keySet().forEach(key -> unknown(key).ifPresent(sentence -> refused.put(key, sentence)));
        return refused;
    }

    private static Set<Rule> rules() {
        String bytes = " on this connector: it reads the bytes as they are in the topic.";
        return Set.of(
                new Rule("key.converter", STRING_CONVERTER, "", bytes),
                new Rule("value.converter", BYTES_CONVERTER, "", bytes),
                new Rule("header.converter", STRING_CONVERTER, "", bytes),
                new Rule(
                        ISOLATION,
                        "read_committed",
                        "",
                        ": records of aborted transactions come again and must not become rows."),
                new Rule("errors.log.include.messages", "false", "false", ": keys and contents do not belong in logs."),
                new Rule("transforms", "", "", WHOLE_RECORDS),
                new Rule("predicates", "", "", WHOLE_RECORDS));
    }

    /** A key that has one accepted value. */
    private record Rule(String key, String accepted, String fallback, String reason) {

        Optional<String> check(Map<String, String> settings) {
            boolean ok = settings.getOrDefault(key, fallback).equals(accepted);
            String must = accepted.isEmpty() ? key : key + " must be " + accepted;
            return ok ? Optional.empty() : Optional.of(must + reason);
        }
    }

    private static Optional<String> unknown(String key) {
        if (key.endsWith(".converter.encoding")) {
            return Optional.of(key + " must not be set: keys and headers are UTF-8.");
        }
        if (key.equals("topics.regex")) {
            return Optional.of(key + " must not be set: a table takes the topics that topics names.");
        }
        boolean known = IcebergSinkConfig.knows(key)
                || NAMES.contains(key)
                || PREFIXES.stream().anyMatch(key::startsWith);
        return known ? Optional.empty() : Optional.of(key + " is not a setting of this connector.");
    }
}
