package org.wecomarchive.cli;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.cli.connect.ConnectAddress;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.recovery.KafkaSettings;
import org.wecomarchive.recovery.LogFormat;
import org.wecomarchive.recovery.NearestName;
import org.wecomarchive.recovery.ProgramSettings;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RegistryConfig;

/**
 * Settings of {@code archivectl}; an unknown key is refused.
 *
 * <p>Values may refer to {@code ${file:PATH:KEY}}, {@code ${directory:PATH:FILE}} and {@code ${env:NAME}}. Everything under {@code kafka.} goes to
 * the Kafka clients, the keys of the registry client to that.
 */
public final class CliConfig extends AbstractConfig {

    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String CONNECT_URL = "connect.url";
    static final String CONNECT_USERNAME = "connect.username";
    static final String CONNECT_PASSWORD = "connect.password";
    private static final String KAFKA_PREFIX = "kafka.";

    private static final String PROVIDERS_PREFIX = "config.providers";

    /**
     * Reads and checks settings; asks the name service.
     *
     * @throws ConfigException when one is missing or out of bounds, or leads outside {@code network.allowed.hosts}
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException when a name cannot be looked up now
     */
    public CliConfig(Map<String, String> settings) {
        super(definition(), settings, ProgramSettings.PROVIDERS, false);
        topics();
        ProgramSettings.refuse(NearestName.refusals(
                unknown(settings.keySet()), "archivectl", definition().names()));
        if (getString(CONNECT_USERNAME).isEmpty()
                != getPassword(CONNECT_PASSWORD).value().isEmpty()) {
            throw new ConfigException(CONNECT_USERNAME + " and " + CONNECT_PASSWORD + " go together");
        }
        ProgramSettings.check(settings, originals(), KafkaSettings.OF_CLIENTS);
        ProgramSettings.refuse(NearestName.refusals(
                RegistryConfig.unknown(originals()), "the registry's client", RegistryConfig.names()));
        EgressConfig.requireAllowed(originals());
    }

    private static Set<String> unknown(Set<String> keys) {
        return keys.stream()
                .filter(key -> !definition().names().contains(key)
                        && !key.startsWith(KAFKA_PREFIX)
                        && !key.startsWith(PROVIDERS_PREFIX)
                        && !RegistryConfig.isRead(key))
                .collect(Collectors.toSet());
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
                        "Where a worker of Kafka Connect takes REST calls; for skip.")
                .define(
                        CONNECT_USERNAME,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "User for Connect's REST calls where it asks for basic authentication; empty for none.")
                .define(
                        CONNECT_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.LOW,
                        "Password of that user; give it through ${file:…}, or keep the file to yourself (chmod 600).");
        return LogFormat.define(EgressConfig.define(RegistryConfig.define(table)));
    }

    Topics topics() {
        try {
            return new Topics(getString(TOPIC_PREFIX));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(TOPIC_PREFIX + ": " + e.getMessage());
        }
    }

    /** Where Connect is, and as whom we call it. */
    ConnectAddress connect() {
        try {
            return new ConnectAddress(
                    URI.create(getString(CONNECT_URL)),
                    getString(CONNECT_USERNAME),
                    getPassword(CONNECT_PASSWORD).value());
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
