package org.wecomarchive.decryptor;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** Settings as text for people: the help, and the settings in use without secrets. */
final class ConfigText {

    private static final String MASK = "[hidden]";
    /** Names that sound like a secret, among the settings that are passed on unread. */
    private static final Pattern SECRET = Pattern.compile(
            ".*(password|secret|jaas|credential|token|user\\.info|keystore\\.key|private).*", Pattern.CASE_INSENSITIVE);

    private ConfigText() {}

    /** Every key with its default and meaning, for the help. */
    static String keys() {
        StringBuilder text = new StringBuilder();
        Map<String, ConfigDef.ConfigKey> keys =
                new TreeMap<>(DecryptorConfig.definition().configKeys());
        keys.forEach((name, key) -> text.append(name)
                .append(key.hasDefault() ? "  (default: " + defaultText(key) + ")" : "  (required)")
                .append(System.lineSeparator())
                .append("    ")
                .append(key.documentation)
                .append(System.lineSeparator()));
        return text.toString();
    }

    private static String defaultText(ConfigDef.ConfigKey key) {
        String text = ConfigDef.convertToString(key.defaultValue, key.type);
        return text == null || text.isEmpty() ? "empty" : text;
    }

    /** Every setting in use, one a line, sorted. */
    static String settings(DecryptorConfig config) {
        Map<String, String> lines = new TreeMap<>();
        config.values()
                .forEach((key, value) -> lines.put(
                        key,
                        ConfigDef.convertToString(
                                value, DecryptorConfig.definition().configKeys().get(key).type)));
        config.originals().forEach((key, value) -> lines.putIfAbsent(key, String.valueOf(value)));
        Set<String> harmless = harmlessKafkaKeys();
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "="
                        + (isSecret(line.getKey(), harmless) ? MASK : String.valueOf(line.getValue())))
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }

    private static boolean isSecret(String key, Set<String> harmless) {
        if (DecryptorConfig.definition().names().contains(key)) {
            return DecryptorConfig.definition().configKeys().get(key).type == ConfigDef.Type.PASSWORD;
        }
        if (key.startsWith(DecryptorConfig.KAFKA_PREFIX)) {
            return !harmless.contains(key.substring(DecryptorConfig.KAFKA_PREFIX.length()));
        }
        return SECRET.matcher(key).matches();
    }

    /** Settings that Kafka knows and does not call passwords; what it does not know may be anything. */
    private static Set<String> harmlessKafkaKeys() {
        Set<String> harmless = new TreeSet<>();
        for (ConfigDef table : new ConfigDef[] {
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef()
        }) {
            table.configKeys().values().stream()
                    .filter(key -> key.type != ConfigDef.Type.PASSWORD)
                    .filter(key -> !SECRET.matcher(key.name).matches())
                    .forEach(key -> harmless.add(key.name));
        }
        return harmless;
    }
}
