package org.wecomarchive.ingestor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkConfig;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.ingestor.cursor.StartFrom;
import org.wecomarchive.ingestor.fetch.FetchPacing;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RegistryConfig;

/** The connector's settings, beside those that Kafka Connect defines for every source connector. */
final class IngestorConfig extends AbstractConfig {

    static final String CORP_ID = "corp.id";
    static final String CORP_SECRET = "corp.secret";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String RAW_PARTITIONS = "raw.partitions";
    static final String START_FROM = "start.from";
    static final String SOURCE_RETENTION = "source.retention";
    static final String PROXY_URL = "proxy.url";
    static final String PROXY_CREDENTIALS = "proxy.credentials";
    static final String CALL_TIMEOUT_MS = "call.timeout.ms";
    static final String CALLS_PER_MINUTE = "calls.per.minute";
    static final String PAGE_LIMIT = "page.limit";
    static final String IDLE_PAUSE_MAX_MS = "idle.pause.max.ms";
    static final String BACKOFF_MAX_MS = "backoff.max.ms";
    static final String OPERATOR_PROBE_MS = "operator.probe.ms";
    static final String BUFFER_MAX_PAGES = "buffer.max.pages";
    static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

    private static final String KAFKA_PREFIX = "kafka.";
    private static final Set<String> REGISTRY_PREFIXES =
            Set.of("schema.registry.", "basic.auth.", "bearer.auth.", RegistryConfig.AUTO_REGISTER);

    static final ConfigDef DEFINITION = definition();

    IngestorConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** Whether a key is one of ours or passed through to a client of ours. */
    static boolean knows(String key) {
        return DEFINITION.names().contains(key)
                || key.startsWith(KAFKA_PREFIX)
                || REGISTRY_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static ConfigDef definition() {
        return SdkConfig.define(defineClients(definePacing(defineSource(new ConfigDef()))));
    }

    private static ConfigDef defineSource(ConfigDef definition) {
        return definition
                .define(
                        CORP_ID,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        IngestorValidators.CORP_ID,
                        Importance.HIGH,
                        "Corp id of the tenant whose archive is pulled; one connector serves one corp.")
                .define(
                        CORP_SECRET,
                        ConfigDef.Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        IngestorValidators.SECRET,
                        Importance.HIGH,
                        "Secret of the corp's archive application; give it through a config provider such as ${file:…}.")
                .define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        Topics.DEFAULT_PREFIX,
                        IngestorValidators.TOPIC_PREFIX,
                        Importance.MEDIUM,
                        "Prefix of the pipeline's topics; records go to <prefix>.raw.v1.")
                .define(
                        RAW_PARTITIONS,
                        ConfigDef.Type.INT,
                        12,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Partitions that the raw topic was made with; they choose the home of a corp without records.")
                .define(
                        START_FROM,
                        ConfigDef.Type.STRING,
                        "auto",
                        IngestorValidators.START_FROM,
                        Importance.MEDIUM,
                        "Where a corp without a stored offset starts: auto goes on from its last raw record or refuses,"
                                + " oldest also accepts that there is none, a number starts after that seq.")
                .define(
                        SOURCE_RETENTION,
                        ConfigDef.Type.STRING,
                        "120h",
                        new DurationText(),
                        Importance.MEDIUM,
                        "How long WeCom keeps a record; a longer silence is recorded as a gap.")
                .define(
                        PROXY_URL,
                        ConfigDef.Type.STRING,
                        "",
                        IngestorValidators.PROXY_URL,
                        Importance.MEDIUM,
                        "Proxy for the calls to WeCom, http://host:port or socks5://host:port; empty for none.")
                .define(
                        PROXY_CREDENTIALS,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "Credentials for the proxy, user:password; empty for none.");
    }

    private static ConfigDef definePacing(ConfigDef definition) {
        return definition
                .define(
                        CALL_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        Range.between(1000, 120_000),
                        Importance.LOW,
                        "Limit of one call to WeCom; the library counts whole seconds.")
                .define(
                        CALLS_PER_MINUTE,
                        ConfigDef.Type.INT,
                        600,
                        Range.between(10, 600),
                        Importance.LOW,
                        "Budget of calls in any 60 seconds; WeCom allows 600 per corp.")
                .define(
                        PAGE_LIMIT,
                        ConfigDef.Type.INT,
                        1000,
                        Range.between(1, 1000),
                        Importance.LOW,
                        "Most records of a page; halved after a crash or a time-out and grown back by itself.")
                .define(
                        IDLE_PAUSE_MAX_MS,
                        ConfigDef.Type.LONG,
                        3000L,
                        Range.between(100, 60_000),
                        Importance.MEDIUM,
                        "Longest pause between empty pages; it grows from 100 ms.")
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
                        "Pause between attempts while a person must act.")
                .define(
                        BUFFER_MAX_PAGES,
                        ConfigDef.Type.INT,
                        4,
                        Range.between(1, 100),
                        Importance.LOW,
                        "Most pages between the fetch thread and Connect.")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        33_554_432L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most bytes of records between the fetch thread and Connect; a larger single page still passes.");
    }

    private static ConfigDef defineClients(ConfigDef definition) {
        return RegistryConfig.define(definition)
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Brokers of the raw topic, which a connector cannot learn from its worker; kafka.* goes to the"
                                + " consumer that reads the topic's tail.");
    }

    String corpId() {
        return getString(CORP_ID);
    }

    Topics topics() {
        return new Topics(getString(TOPIC_PREFIX));
    }

    int rawPartitions() {
        return getInt(RAW_PARTITIONS);
    }

    StartFrom startFrom() {
        return StartFrom.parse(getString(START_FROM));
    }

    Duration sourceRetention() {
        return DurationText.parse(getString(SOURCE_RETENTION));
    }

    CorpCredentials credentials() {
        return new CorpCredentials(
                corpId(),
                getPassword(CORP_SECRET).value(),
                getString(PROXY_URL),
                getPassword(PROXY_CREDENTIALS).value(),
                millis(CALL_TIMEOUT_MS));
    }

    SdkSettings sdkSettings() {
        return SdkConfig.settings(this);
    }

    FetchPacing pacing(Timing timing) {
        return new FetchPacing(
                new FetchPacing.Calls(getInt(PAGE_LIMIT), getInt(CALLS_PER_MINUTE)),
                new FetchPacing.Pauses(millis(IDLE_PAUSE_MAX_MS), millis(BACKOFF_MAX_MS), millis(OPERATOR_PROBE_MS)),
                new FetchPacing.Buffer(getInt(BUFFER_MAX_PAGES), getLong(BUFFER_MAX_BYTES)),
                new Random(),
                timing);
    }

    private Duration millis(String key) {
        return Duration.ofMillis(getLong(key));
    }

    /** Settings for the client of the schema registry, under its own names. */
    Map<String, String> registrySettings() {
        Map<String, String> settings = new HashMap<>();
        originalsStrings().forEach((key, value) -> {
            if (REGISTRY_PREFIXES.stream().anyMatch(key::startsWith)) {
                settings.put(key, value);
            }
        });
        return Map.copyOf(settings);
    }

    /** Settings for Kafka clients, without their prefix. */
    Map<String, Object> kafkaSettings() {
        return originalsWithPrefix(KAFKA_PREFIX);
    }
}
