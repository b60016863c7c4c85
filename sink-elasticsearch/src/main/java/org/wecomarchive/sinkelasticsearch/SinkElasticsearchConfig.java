package org.wecomarchive.sinkelasticsearch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RegistryConfig;
import org.wecomarchive.sinkelasticsearch.bulk.BulkLimits;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings.Timeouts;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.TrustedAuthority;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;

/** The connector's settings, beside those that Kafka Connect defines for every sink connector. */
final class SinkElasticsearchConfig extends AbstractConfig {

    static final String URL = "elasticsearch.url";
    static final String USERNAME = "elasticsearch.username";
    static final String PASSWORD = "elasticsearch.password";
    static final String API_KEY = "elasticsearch.api.key";
    static final String CA_FILE = "elasticsearch.tls.ca.file";
    private static final String CONNECT_TIMEOUT_MS = "elasticsearch.connect.timeout.ms";
    private static final String REQUEST_TIMEOUT_MS = "elasticsearch.request.timeout.ms";
    static final String INDEX_PREFIX = "index.prefix";
    private static final String INDEX_SHARDS = "index.shards";
    private static final String INDEX_REPLICAS = "index.replicas";
    static final String TEXT_ANALYZER = "text.analyzer";
    private static final String BULK_MAX_BYTES = "bulk.max.bytes";
    private static final String BULK_MAX_DOCUMENTS = "bulk.max.documents";
    private static final String BULK_MAX_IN_FLIGHT = "bulk.max.in.flight";
    private static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    private static final String BACKOFF_MAX_MS = "backoff.max.ms";
    private static final String RECALL_INTERVAL_MS = "recall.interval.ms";
    private static final String RECALL_RETRY_MAX_MS = "recall.retry.max.ms";

    private static final Pattern ADDRESS =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?/?");
    private static final Pattern ANALYZER_NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    static final ConfigDef DEFINITION = ConnectionTrials.define(EgressConfig.define(
            RegistryConfig.define(definePauses(defineBulks(defineIndices(defineCluster(new ConfigDef())))))));

    SinkElasticsearchConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** Refusals that no single setting can know of: combinations, and files on this worker. */
    static Map<String, String> combinations(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        refused.putAll(SinkTopics.refusals(settings, "events", "this connector"));
        if (settings.getOrDefault(SinkTopics.TOPICS, "").contains(",")) {
            refused.put(
                    SinkTopics.TOPICS,
                    SinkTopics.TOPICS + " must name one topic: make a connector for each, with an " + INDEX_PREFIX
                            + " of its own.");
        }
        boolean user = isSet(settings, USERNAME);
        boolean password = isSet(settings, PASSWORD);
        if (user != password) {
            String missing = user ? PASSWORD : USERNAME;
            refused.put(missing, missing + " is missing: a user needs " + USERNAME + " and " + PASSWORD + ".");
        }
        if (user && isSet(settings, API_KEY)) {
            refused.put(API_KEY, API_KEY + " and " + USERNAME + " exclude each other.");
        }
        if (isSet(settings, CA_FILE) && !TrustedAuthority.isReadable(Path.of(settings.get(CA_FILE)))) {
            refused.put(
                    CA_FILE,
                    CA_FILE + " is not a readable PEM file of certificates on this worker: put it on every worker.");
        }
        return refused;
    }

    private static boolean isSet(Map<String, String> settings, String key) {
        return !settings.getOrDefault(key, "").isEmpty();
    }

    private static ConfigDef defineCluster(ConfigDef definition) {
        return definition
                .define(
                        URL,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        matching(
                                ADDRESS,
                                "http://host:port or https://host:port, several separated by commas, without credentials"),
                        Importance.HIGH,
                        "Addresses of Elasticsearch's nodes, separated by commas; credentials do not belong here.")
                .define(
                        USERNAME,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "User name for basic authentication; empty for none.")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "Password of that user; give it through a config provider such as ${file:…}.")
                .define(
                        API_KEY,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "API key in the encoded form that Elasticsearch answers, instead of a user; empty for none.")
                .define(
                        CA_FILE,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "PEM file on every worker with the certificates to trust for https; empty for those of the"
                                + " JVM.")
                .define(
                        CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(100, 120_000),
                        Importance.LOW,
                        "Limit of a connection to Elasticsearch.")
                .define(
                        REQUEST_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        60_000,
                        Range.between(1000, 600_000),
                        Importance.LOW,
                        "Limit of an answer of Elasticsearch; what did not come by then is sent again.");
    }

    private static ConfigDef defineIndices(ConfigDef definition) {
        return definition
                .define(
                        INDEX_PREFIX,
                        ConfigDef.Type.STRING,
                        IndexNames.DEFAULT_PREFIX,
                        matching(
                                IndexNames.PREFIX,
                                "lower-case letters, digits, - and _, starting with a letter, at most 100"),
                        Importance.MEDIUM,
                        "Alias over all indices and prefix of their names; the prefix with - and anything after it"
                                + " must be nobody else's.")
                .define(
                        INDEX_SHARDS,
                        ConfigDef.Type.INT,
                        1,
                        Range.between(1, 1024),
                        Importance.LOW,
                        "Primary shards of an index made from now on; one holds a month of some 50 million messages.")
                .define(
                        INDEX_REPLICAS,
                        ConfigDef.Type.INT,
                        1,
                        Range.between(0, 100),
                        Importance.LOW,
                        "Copies of each shard of an index made from now on.")
                .define(
                        TEXT_ANALYZER,
                        ConfigDef.Type.STRING,
                        "cjk",
                        matching(ANALYZER_NAME, "the name of an analyzer: lower-case letters, digits and _"),
                        Importance.MEDIUM,
                        "Analyzer that ranks by text, of indices made from now on: cjk, or smartcn, ik_max_word and"
                                + " others whose plug-in every node has.");
    }

    private static ConfigDef defineBulks(ConfigDef definition) {
        return definition
                .define(
                        BULK_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        8_388_608L,
                        Range.between(65_536, 90_000_000),
                        Importance.LOW,
                        "Most bytes of documents in a request; a larger single document goes alone.")
                .define(
                        BULK_MAX_DOCUMENTS,
                        ConfigDef.Type.INT,
                        1000,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Most documents in a request; also bounded by consumer.override.max.poll.records.")
                .define(
                        BULK_MAX_IN_FLIGHT,
                        ConfigDef.Type.INT,
                        3,
                        Range.between(1, 32),
                        Importance.LOW,
                        "Requests of one task at a time.")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        33_554_432L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Bytes of documents without an acknowledgement at which a task pauses its partitions; what was"
                                + " already fetched comes on top.");
    }

    private static ConfigDef definePauses(ConfigDef definition) {
        return definition
                .define(
                        BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(200, 600_000),
                        Importance.LOW,
                        "Longest pause after trouble that heals by itself, growing from 100 ms, with jitter; and the"
                                + " pause while a person must act.")
                .define(
                        RECALL_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        1000L,
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "How often recalled messages are looked for and marked, by the connector's first task.")
                .define(
                        RECALL_RETRY_MAX_MS,
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        Range.between(1000, 604_800_000),
                        Importance.LOW,
                        "Longest pause between two looks for the same message that is not there.");
    }

    /** Leaves out a missing value: if it is required, Kafka reports it, once. */
    private static ConfigDef.Validator matching(Pattern form, String accepted) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && !matches(form, value instanceof List<?> texts ? texts : List.of(value))) {
                        throw new ConfigException(name + " must be " + accepted);
                    }
                },
                () -> accepted);
    }

    private static boolean matches(Pattern form, List<?> texts) {
        return !texts.isEmpty()
                && texts.stream().allMatch(text -> form.matcher(text.toString()).matches());
    }

    /** Refuses endpoints outside {@code network.allowed.hosts}; asks the name service. */
    void requireAllowedEndpoints() {
        EgressConfig.requireAllowed(originalsStrings());
    }

    BulkLimits bulkLimits() {
        return new BulkLimits(getInt(BULK_MAX_DOCUMENTS), getLong(BULK_MAX_BYTES), getInt(BULK_MAX_IN_FLIGHT));
    }

    long bufferBytes() {
        return getLong(BUFFER_MAX_BYTES);
    }

    /** Its cap is also the pause while a person must act. */
    Backoff backoff() {
        return new Backoff(FIRST_PAUSE, Duration.ofMillis(getLong(BACKOFF_MAX_MS)));
    }

    Duration recallInterval() {
        return Duration.ofMillis(getLong(RECALL_INTERVAL_MS));
    }

    Duration recallRetry() {
        return Duration.ofMillis(getLong(RECALL_RETRY_MAX_MS));
    }

    ClusterSettings cluster() {
        return cluster(Duration.ofMillis(getInt(CONNECT_TIMEOUT_MS)), Duration.ofMillis(getInt(REQUEST_TIMEOUT_MS)));
    }

    private ClusterSettings cluster(Duration connect, Duration request) {
        return new ClusterSettings(
                getList(URL).stream().map(URI::create).toList(),
                authorization(),
                Optional.of(getString(CA_FILE)).filter(file -> !file.isEmpty()).map(Path::of),
                new Timeouts(connect, request));
    }

    /** Of the cluster and the registry. */
    ConnectionTrials trials() {
        String topic = originalsStrings().getOrDefault(SinkTopics.TOPICS, "").strip();
        return new ConnectionTrials()
                .with(URL, this::tryCluster)
                .with(
                        RegistryConfig.URL,
                        () -> ServerTrials.ofRegistry(registrySettings(), topic, ChatEvent.class.getSimpleName()));
    }

    /** Asks what a task asks first. */
    private Map<String, String> tryCluster() {
        try (ElasticsearchCluster cluster =
                ElasticsearchCluster.of(cluster(ConnectionTrials.ONE_CALL, ConnectionTrials.ONE_CALL))) {
            cluster.templateVersion(template().names().template());
            return Map.of();
        } catch (ClusterException e) {
            return Map.of(URL, URL + ": " + e.failure().sentence() + ".");
        }
    }

    private Optional<String> authorization() {
        String key = getPassword(API_KEY).value();
        if (!key.isEmpty()) {
            return Optional.of("ApiKey " + key);
        }
        if (getString(USERNAME).isEmpty()) {
            return Optional.empty();
        }
        byte[] credentials =
                (getString(USERNAME) + ":" + getPassword(PASSWORD).value()).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    IndexTemplate template() {
        return new IndexTemplate(
                new IndexNames(getString(INDEX_PREFIX)),
                getString(TEXT_ANALYZER),
                getInt(INDEX_SHARDS),
                getInt(INDEX_REPLICAS));
    }

    /** Settings for the client of the schema registry, under its own names. */
    Map<String, String> registrySettings() {
        return ClientKeys.registrySettings(originalsStrings());
    }
}
