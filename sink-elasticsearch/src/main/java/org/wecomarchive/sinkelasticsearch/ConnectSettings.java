package org.wecomarchive.sinkelasticsearch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what Kafka Connect defines for every sink connector: only some of its values lose nothing.
 *
 * <p>Converters and the consumer's isolation must be set on the connector, because a connector cannot see those of its worker.
 */
final class ConnectSettings {

    private static final String STRING_CONVERTER = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String ISOLATION = "consumer.override.isolation.level";
    private static final String TOLERANCE = "errors.tolerance";
    private static final String DEAD_LETTERS = "errors.deadletterqueue.topic.name";

    /** Names of Connect's own settings for sink connectors, checked or harmless. */
    private static final Set<String> NAMES = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "topics",
            "topics.regex",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "config.action.reload");

    private static final Set<String> PREFIXES = Set.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "errors.",
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
        require(refused, settings, ISOLATION, "read_committed", Optional.empty());
        require(refused, settings, "errors.log.include.messages", "false", Optional.of("false"));
        require(refused, settings, "transforms", "", Optional.of(""));
        require(refused, settings, "predicates", "", Optional.of(""));
        requireDeadLetters(refused, settings);
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

    /** Tolerated and kept, or not tolerated: tolerated and dropped would be lost. */
    private static void requireDeadLetters(Map<String, String> refused, Map<String, String> settings) {
        boolean tolerated = settings.getOrDefault(TOLERANCE, "none")
                .toLowerCase(Locale.ROOT)
                .equals("all");
        boolean kept = !settings.getOrDefault(DEAD_LETTERS, "").isEmpty();
        if (tolerated && !kept) {
            refused.put(TOLERANCE, TOLERANCE + "=all needs " + DEAD_LETTERS + ": a dropped event would be lost.");
        }
        if (kept && !tolerated) {
            refused.put(DEAD_LETTERS, DEAD_LETTERS + " needs " + TOLERANCE + "=all, else the task stops all the same.");
        }
    }

    private static String sentence(String key, String only) {
        return switch (key) {
            case "key.converter", "value.converter", "header.converter" ->
                key + " must be " + only + " on this connector: it reads the bytes of events itself.";
            case ISOLATION ->
                key + " must be read_committed on this connector: other events may be of transactions that were"
                        + " rolled back.";
            case "errors.log.include.messages" -> key + " must be false: keys and contents do not belong in logs.";
            default -> key + " must be empty: changing or dropping events here would break their identity.";
        };
    }

    private static Optional<String> unknown(String key) {
        if (key.endsWith(".converter.encoding")) {
            return Optional.of(key + " must not be set: keys and headers are UTF-8.");
        }
        boolean known = SinkElasticsearchConfig.knows(key)
                || NAMES.contains(key)
                || PREFIXES.stream().anyMatch(key::startsWith);
        return known ? Optional.empty() : Optional.of(key + " is not a setting of this connector.");
    }
}
