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

    /** Usage, every key with its default and meaning, and the exit codes. */
    static String help() {
        StringBuilder text = new StringBuilder(
                """
                Decrypts the raw records of the WeCom archive into chat events.

                  decryptor --config FILE                 run until SIGTERM
                  decryptor --config FILE --print-config  show the settings in use, without secrets
                  decryptor --help | --version

                FILE is a properties file in UTF-8. An environment variable overrides a key:
                WECOM_DECRYPTOR_KEYS_DIR is keys.dir. Values may be ${file:PATH:KEY}, ${directory:PATH:FILE}
                or ${env:NAME}. Keys under kafka. go to the Kafka clients, those under schema.registry.,
                basic.auth. and bearer.auth. to the registry's client.

                """);
        Map<String, ConfigDef.ConfigKey> keys =
                new TreeMap<>(DecryptorConfig.definition().configKeys());
        keys.forEach((name, key) -> text.append(name)
                .append(key.hasDefault() ? "  (default: " + defaultText(key) + ")" : "  (required)")
                .append(System.lineSeparator())
                .append("    ")
                .append(key.documentation)
                .append(System.lineSeparator()));
        return text.append(
                        """

                        Exit codes: 0 ended as asked, 1 a failure that needs a person, 2 wrong arguments or settings,
                        3 Kafka, its topics or the schema registry did not answer in time, 143 after SIGTERM.
                        """)
                .toString();
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
