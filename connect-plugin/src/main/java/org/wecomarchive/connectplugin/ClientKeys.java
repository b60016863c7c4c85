package org.wecomarchive.connectplugin;

import java.util.Map;
import java.util.stream.Collectors;
import org.wecomarchive.serde.RegistryConfig;

/** The keys of a connector that go to a client as they are: to the schema registry's client, and under a prefix to Kafka's. */
public final class ClientKeys {

    /** Stands before the settings of Kafka clients that a connector makes itself. */
    public static final String KAFKA_PREFIX = "kafka.";

    private ClientKeys() {}

    /** Whether a key goes to the registry's client. */
    public static boolean isRegistry(String key) {
        return RegistryConfig.isRead(key);
    }

    /** Whether a key goes to a Kafka client. */
    public static boolean isKafka(String key) {
        return key.startsWith(KAFKA_PREFIX);
    }

    /** The settings for the registry's client, under its own names. */
    public static Map<String, String> registrySettings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> isRegistry(setting.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
