package org.wecomarchive.decryptor;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        return new TreeMap<>(DecryptorConfig.definition().configKeys())
                .values().stream()
                        .map(key -> String.format(
                                Locale.ROOT,
                                "%s  (%s)%n    %s%n",
                                key.name,
                                key.hasDefault() ? "default: " + defaultText(key) : "required",
                                key.documentation))
                        .collect(Collectors.joining());
    }

    private static String defaultText(ConfigDef.ConfigKey key) {
        String text = ConfigDef.convertToString(key.defaultValue, key.type);
        return text == null || text.isEmpty() ? "empty" : text;
    }

    /** Every setting in use, one a line, sorted. */
    static String settings(DecryptorConfig config) {
        Map<String, ConfigDef.ConfigKey> table = DecryptorConfig.definition().configKeys();
        Map<String, String> settings = new TreeMap<>();
        config.originals().forEach((key, value) -> settings.put(key, String.valueOf(value)));
        config.values()
                .forEach((key, value) -> settings.put(key, ConfigDef.convertToString(value, table.get(key).type)));
        Set<String> harmless = harmlessKafkaKeys();
        settings.replaceAll((key, value) -> isSecret(key, table, harmless) ? MASK : value);
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static boolean isSecret(String key, Map<String, ConfigDef.ConfigKey> table, Set<String> harmless) {
        if (table.containsKey(key)) {
            return table.get(key).type == ConfigDef.Type.PASSWORD;
        }
        return key.startsWith(DecryptorConfig.KAFKA_PREFIX)
                ? !harmless.contains(key.substring(DecryptorConfig.KAFKA_PREFIX.length()))
                : SECRET.matcher(key).matches();
    }

    /** Settings that Kafka knows and does not call passwords; what it does not know may be anything. */
    private static Set<String> harmlessKafkaKeys() {
        return Stream.of(
                        StreamsConfig.configDef(),
                        ConsumerConfig.configDef(),
                        ProducerConfig.configDef(),
                        AdminClientConfig.configDef())
                .flatMap(table -> table.configKeys().values().stream())
                .filter(key -> key.type != ConfigDef.Type.PASSWORD)
                .map(key -> key.name)
                .filter(name -> !SECRET.matcher(name).matches())
                .collect(Collectors.toSet());
    }
}
