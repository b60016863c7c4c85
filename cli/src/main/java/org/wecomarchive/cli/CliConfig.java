package org.wecomarchive.cli;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RegistryConfig;

/**
 * Settings of {@code archivectl}; keys of the other programs are passed over, so that a file of the decryptor serves too.
 *
 * <p>Values may refer to {@code ${file:PATH:KEY}} and {@code ${directory:PATH:FILE}}. Everything under {@code kafka.} goes to
 * the Kafka clients.
 */
public final class CliConfig extends AbstractConfig {

    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String CONNECT_URL = "connect.url";
    private static final String KAFKA_PREFIX = "kafka.";

    private static final Map<String, String> PROVIDERS = Map.of(
            "config.providers", "file,directory",
            "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
            "config.providers.directory.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");

    /**
     * Reads and checks settings; asks the name service.
     *
     * @throws ConfigException when one is missing or out of bounds, or leads outside {@code network.allowed.hosts}
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException when a name cannot be looked up now
     */
    public CliConfig(Map<String, String> settings) {
        super(definition(), settings, PROVIDERS, false);
        topics();
        Map<String, String> unreadable = KafkaClients.refusals(originals(), KAFKA_PREFIX);
        if (!unreadable.isEmpty()) {
            throw new ConfigException(String.join(" ", unreadable.values()));
        }
        EgressConfig.requireAllowed(originals());
    }

    /** The table of keys. */
    public static ConfigDef definition() {
        ConfigDef table = new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.HIGH,
                        "Kafka brokers to start from, host:port separated by commas.")
                .define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        Topics.DEFAULT_PREFIX,
                        ConfigDef.Importance.MEDIUM,
                        "What the names of all topics start with.")
                .define(
                        CONNECT_URL,
                        ConfigDef.Type.STRING,
                        "http://127.0.0.1:8083",
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.MEDIUM,
                        "Where a worker of Kafka Connect takes REST calls; for skip.");
        return EgressConfig.define(RegistryConfig.define(table));
    }

    Topics topics() {
        try {
            return new Topics(getString(TOPIC_PREFIX));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(TOPIC_PREFIX + ": " + e.getMessage());
        }
    }

    URI connect() {
        try {
            return URI.create(getString(CONNECT_URL));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(CONNECT_URL + " is not a URL");
        }
    }

    /** Settings for every Kafka client, without the prefix. */
    Map<String, Object> kafka() {
        return originalsWithPrefix(KAFKA_PREFIX);
    }

    /** Settings for the registry's client, which passes over all others. */
    Map<String, Object> registry() {
        Map<String, Object> settings = originals();
        settings.keySet().removeIf(key -> key.startsWith(KAFKA_PREFIX));
        return settings;
    }
}
