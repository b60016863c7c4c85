package org.wecomarchive.sinkiceberg;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.connectplugin.ClientKeys;
import org.wecomarchive.connectplugin.ConnectionTrials;
import org.wecomarchive.connectplugin.ServerTrials;
import org.wecomarchive.connectplugin.SinkTopics;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.egress.UnresolvedEndpointsException;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RegistryConfig;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.delivery.CommitPace;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.upkeep.UpkeepConfig;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/** The connector's settings, beside those that Kafka Connect defines for every sink connector. */
final class IcebergSinkConfig extends AbstractConfig {

    static final String TABLE_KIND = "table.kind";
    static final String TABLE_NAME = "table.name";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

    /** Set by the connector for each of its tasks. */
    static final String TASK = "task.number";

    private static final ConfigDef.Validator TABLE_NAMES =
            ConfigDef.LambdaValidator.with(IcebergSinkConfig::requireTableName, () -> "letters, digits, _ and -");

    static final ConfigDef DEFINITION = definition();

    IcebergSinkConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** Whether a key is passed through to a client of ours. */
    static boolean passesOn(String key) {
        return ClientKeys.isKafka(key) || CatalogConfig.knows(key) || ClientKeys.isRegistry(key);
    }

    private static void requireTableName(String name, Object value) {
        if (!String.valueOf(value).matches("[\\p{L}\\p{N}_-]*")) {
            throw new ConfigException(name + " must be letters, digits, _ and -: levels of a namespace belong into "
                    + CatalogConfig.NAMESPACE);
        }
    }

    private static ConfigDef definition() {
        ConfigDef sink = UpkeepConfig.define(PaceConfig.define(defineSink(new ConfigDef())));
        return ConnectionTrials.define(EgressConfig.define(CatalogConfig.define(RegistryConfig.define(sink))));
    }

    private static ConfigDef defineSink(ConfigDef definition) {
        return definition
                .define(
                        TABLE_KIND,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidString.in("events", "raw"),
                        Importance.HIGH,
                        "What the topics hold: events (ChatEvent) or raw (RawRecord).")
                .define(
                        TABLE_NAME,
                        ConfigDef.Type.STRING,
                        "",
                        TABLE_NAMES,
                        Importance.MEDIUM,
                        "Name of the table in its namespace; empty for the table.kind.")
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Brokers of the topics, which a connector cannot learn from its worker; kafka.* goes to the client"
                                + " that asks for topic ids and log bounds.");
    }

    /** Refuses endpoints outside {@code network.allowed.hosts}; names that cannot be looked up are left to the opening. */
    void requireAllowedEndpoints() {
        try {
            catalog().requireUsable();
        } catch (UnresolvedEndpointsException later) {
            // Whoever opens the catalog asks again, and waits.
        }
    }

    /** Of the brokers, the registry and the catalog. */
    ConnectionTrials trials() {
        String type = kind() == ArchiveTable.EVENTS ? ChatEvent.class.getSimpleName() : RawRecord.class.getSimpleName();
        String topic = originalsStrings()
                .getOrDefault(SinkTopics.TOPICS, "")
                .split(",", -1)[0]
                .strip();
        return new ConnectionTrials()
                .with(BOOTSTRAP_SERVERS, () -> ServerTrials.ofKafka(kafkaSettings()))
                .with(RegistryConfig.URL, () -> ServerTrials.ofRegistry(registrySettings(), topic, type))
                .with(CatalogConfig.URL, this::tryCatalog);
    }

    private Map<String, String> tryCatalog() {
        try {
            catalog().tryConnection(ConnectionTrials.ONE_CALL);
            return Map.of();
        } catch (Exception e) {
            return Map.of(
                    CatalogConfig.URL,
                    CatalogConfig.URL + ": " + catalog().place() + " cannot be used: " + SinkFailures.describe(e)
                            + ".");
        }
    }

    ArchiveTable kind() {
        return ArchiveTable.valueOf(getString(TABLE_KIND).toUpperCase(Locale.ROOT));
    }

    CatalogConfig catalog() {
        return new CatalogConfig(originals());
    }

    TableIdentifier table() {
        String name = getString(TABLE_NAME).isEmpty() ? getString(TABLE_KIND) : getString(TABLE_NAME);
        return TableIdentifier.of(catalog().namespace(), name);
    }

    UpkeepConfig upkeep() {
        return new UpkeepConfig(originals());
    }

    /** Number of this task within its connector. */
    int task() {
        return Integer.parseInt(originalsStrings().getOrDefault(TASK, "0"));
    }

    WriteLimits limits() {
        return PaceConfig.limits(this);
    }

    CommitPace pace() {
        return PaceConfig.pace(this);
    }

    /** Age at which files that wait for a commit are given up: well before they look like orphans. */
    Duration oldestFiles() {
        return upkeep().uncommittedAge();
    }

    Duration longestBackoff() {
        return PaceConfig.longestBackoff(this);
    }

    Duration operatorProbe() {
        return PaceConfig.operatorProbe(this);
    }

    /** Settings for the client of the schema registry, under its own names. */
    Map<String, String> registrySettings() {
        return ClientKeys.registrySettings(originalsStrings());
    }

    /** Settings for Kafka clients, without their prefix. */
    Map<String, Object> kafkaSettings() {
        return originalsWithPrefix(ClientKeys.KAFKA_PREFIX);
    }
}
