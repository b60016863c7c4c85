package org.wecomarchive.sinkiceberg;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.wecomarchive.connectplugin.ClientKeys;
import org.wecomarchive.connectplugin.ConnectionTrials;
import org.wecomarchive.connectplugin.ServerTrials;
import org.wecomarchive.connectplugin.SinkTopics;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.egress.UnresolvedEndpointsException;
import org.wecomarchive.serde.RegistryConfig;
import org.wecomarchive.sinkiceberg.catalog.CatalogCheck;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.CatalogTrial;
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

    private static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
    private static final String COMMIT_MAX_ROWS = "commit.max.rows";
    private static final String COMMIT_MAX_BYTES = "commit.max.bytes";
    private static final String FILE_MAX_BYTES = "file.max.bytes";
    private static final String MEMORY_MAX_BYTES = "memory.max.bytes";
    private static final String BACKOFF_MAX_MS = "backoff.max.ms";
    private static final String OPERATOR_PROBE_MS = "operator.probe.ms";
    private static final long MIB = 1L << 20;

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
        ConfigDef sink = UpkeepConfig.define(defineFilesAndWaits(defineCommits(defineTable(new ConfigDef()))));
        return ConnectionTrials.define(EgressConfig.define(CatalogConfig.define(RegistryConfig.define(sink))));
    }

    private static ConfigDef defineTable(ConfigDef definition) {
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

    private static ConfigDef defineCommits(ConfigDef definition) {
        return definition
                .define(
                        COMMIT_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(100, 3_600_000),
                        Importance.HIGH,
                        "Age of the oldest row at which a task commits what it has.")
                .define(
                        COMMIT_MAX_ROWS,
                        ConfigDef.Type.LONG,
                        1_000_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Number of rows at which a task commits before the interval is over.")
                .define(
                        COMMIT_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        1024 * MIB,
                        Range.atLeast(MIB),
                        Importance.LOW,
                        "Bytes of records at which a task commits before the interval is over.");
    }

    private static ConfigDef defineFilesAndWaits(ConfigDef definition) {
        return definition
                .define(
                        FILE_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        128 * MIB,
                        Range.atLeast(MIB),
                        Importance.LOW,
                        "Bytes of records, before compression, that a file is made of at most.")
                .define(
                        MEMORY_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        128 * MIB,
                        Range.atLeast(8 * MIB),
                        Importance.MEDIUM,
                        "Estimated heap of a task's rows; more makes a file of the corp and day with the most bytes. The larger, the"
                                + " fewer files.")
                .define(
                        BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(200, 600_000),
                        Importance.LOW,
                        "Longest pause after trouble that heals by itself; it grows from 200 ms, with jitter.")
                .define(
                        OPERATOR_PROBE_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.between(1000, 3_600_000),
                        Importance.LOW,
                        "Pause between attempts while a person must act.");
    }

    /** Refuses endpoints outside {@code network.allowed.hosts}; names that cannot be looked up are left to the opening. */
    void requireAllowedEndpoints() {
        try {
            CatalogCheck.require(catalog());
        } catch (UnresolvedEndpointsException later) {
            // Whoever opens the catalog asks again, and waits.
        }
    }

    /** Of the brokers, the registry and the catalog. */
    ConnectionTrials trials() {
        String type = kind().avroSchema().getName();
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
            CatalogTrial.run(catalog(), ConnectionTrials.ONE_CALL);
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
        return new WriteLimits(getLong(MEMORY_MAX_BYTES), getLong(FILE_MAX_BYTES));
    }

    CommitPace pace() {
        return new CommitPace(
                Duration.ofMillis(getLong(COMMIT_INTERVAL_MS)), getLong(COMMIT_MAX_ROWS), getLong(COMMIT_MAX_BYTES));
    }

    Duration longestBackoff() {
        return Duration.ofMillis(getLong(BACKOFF_MAX_MS));
    }

    Duration operatorProbe() {
        return Duration.ofMillis(getLong(OPERATOR_PROBE_MS));
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
