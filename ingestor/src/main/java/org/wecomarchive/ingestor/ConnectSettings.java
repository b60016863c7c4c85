package org.wecomarchive.ingestor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what Kafka Connect defines for every source connector: only some of its values keep the records exact.
 *
 * <p>Converters must be set on the connector, because a connector cannot see those of its worker.
 */
final class ConnectSettings {

    private static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** Names of Connect's own settings for source connectors, checked or harmless. */
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
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");

    private static final Set<String> PREFIXES = Set.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "errors.",
            "topic.creation.",
            "producer.override.",
            "consumer.override.",
            "admin.override.");

    private ConnectSettings() {}

    /** The refused keys, each with one sentence. */
    static Map<String, String> refusals(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        require(refused, settings, "key.converter", STRING_CONVERTER, Optional.empty());
        require(refused, settings, "value.converter", BYTES_CONVERTER, Optional.empty());
        require(refused, settings, "header.converter", STRING_CONVERTER, Optional.empty());
        require(refused, settings, "exactly.once.support", "required", Optional.empty());
        require(refused, settings, "tasks.max", "1", Optional.of("1"));
        require(refused, settings, "transaction.boundary", "poll", Optional.of("poll"));
        require(refused, settings, "errors.tolerance", "none", Optional.of("none"));
        require(refused, settings, "errors.log.include.messages", "false", Optional.of("false"));
        require(refused, settings, "transforms", "", Optional.of(""));
        require(refused, settings, "predicates", "", Optional.of(""));
        for (String key : settings.keySet()) {
            unknown(key).ifPresent(sentence -> refused.put(key, sentence));
        }
        return refused;
    }

    private static void require(
            Map<String, String> refused,
            Map<String, String> settings,
            String key,
            String only,
            Optional<String> fallback) {
        String value = settings.getOrDefault(key, fallback.orElse("missing"));
        boolean accepted = key.endsWith("converter")
                ? value.equals(only)
                : value.toLowerCase(Locale.ROOT).equals(only);
        if (!accepted) {
            refused.put(key, sentence(key, only));
        }
    }

    private static String sentence(String key, String only) {
        return switch (key) {
            case "key.converter", "value.converter", "header.converter" ->
                key + " must be " + only + " on this connector: records are already in the bytes they shall have.";
            case "exactly.once.support" ->
                key + " must be required: records and the position in the archive are committed"
                        + " together or not at all.";
            case "tasks.max" -> key + " must be 1: one connector pulls one corp in order.";
            case "transaction.boundary" -> key + " must be poll: a page and its position are one transaction.";
            case "errors.tolerance" -> key + " must be none: a skipped record would be lost.";
            case "errors.log.include.messages" -> key + " must be false: keys and contents do not belong in logs.";
            default -> key + " must be empty: changing or dropping records here would break their identity.";
        };
    }

    private static Optional<String> unknown(String key) {
        if (key.endsWith(".converter.encoding")) {
            return Optional.of(key + " must not be set: keys and headers are UTF-8.");
        }
        boolean known = IngestorConfig.knows(key)
                || NAMES.contains(key)
                || PREFIXES.stream().anyMatch(key::startsWith);
        return known ? Optional.empty() : Optional.of(key + " is not a setting of this connector.");
    }
}
