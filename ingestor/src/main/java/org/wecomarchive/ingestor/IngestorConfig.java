package org.wecomarchive.ingestor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.wecomarchive.connectplugin.ClientKeys;
import org.wecomarchive.connectplugin.ConnectionTrials;
import org.wecomarchive.connectplugin.ServerTrials;
import org.wecomarchive.egress.EgressConfig;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkConfig;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.ingestor.claim.ClaimStore;
import org.wecomarchive.ingestor.claim.GroupClaimStore;
import org.wecomarchive.ingestor.cursor.StartFrom;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.publish.SizeLimit;
import org.wecomarchive.ingestor.publish.SizeLimits;
import org.wecomarchive.ingestor.publish.TopicSizeLimit;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.RawRecord;
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
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9]+:.*");
    private static final List<String> PRODUCER_LIMITS =
            List.of("producer.override.max.request.size", "producer.override.buffer.memory");

    static final ConfigDef DEFINITION = definition();

    IngestorConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /** Whether a key is passed through to a client of ours. */
    static boolean passesOn(String key) {
        return ClientKeys.isKafka(key) || ClientKeys.isRegistry(key);
    }

    /** Refusals that no single setting can know of: combinations, and files on this worker. */
    static Map<String, String> combinations(Map<String, String> settings) {
        Map<String, String> refused = new TreeMap<>();
        String library = settings.getOrDefault(SdkConfig.LIBRARY, "");
        if (!library.isEmpty() && !SCHEME.matcher(library).matches() && !Files.isReadable(Path.of(library))) {
            refused.put(
                    SdkConfig.LIBRARY,
                    SdkConfig.LIBRARY
                            + " is not a readable file on this worker: put the vendor's library there on every"
                            + " worker.");
        }
        boolean credentials = !settings.getOrDefault(PROXY_CREDENTIALS, "").isEmpty();
        if (credentials && settings.getOrDefault(PROXY_URL, "").isEmpty()) {
            refused.put(PROXY_CREDENTIALS, PROXY_CREDENTIALS + " needs " + PROXY_URL + ".");
        }
        return refused;
    }

    private static ConfigDef definition() {
        return EgressConfig.define(SdkConfig.define(defineClients(PacingConfig.define(defineSource(new ConfigDef())))));
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
                        "Number of partitions of the raw topic; gives a corp without records its home. A corp with records"
                                + " keeps its home when partitions are added.")
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
                        IngestorValidators.DURATION,
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

    private static ConfigDef defineClients(ConfigDef definition) {
        return ConnectionTrials.define(RegistryConfig.define(definition))
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Brokers of the raw topic, which a connector cannot learn from its worker; kafka.* goes to the"
                                + " consumer that reads the topic's tail.");
    }

    /**
     * Refuses endpoints outside {@code network.allowed.hosts}; asks the name service.
     *
     * @throws org.wecomarchive.egress.UnresolvedEndpointsException when a name cannot be looked up now
     */
    void requireAllowedEndpoints() {
        EgressConfig.requireAllowed(originalsStrings());
    }

    /** Of the brokers and the registry; WeCom is not called for it. */
    ConnectionTrials trials() {
        return new ConnectionTrials()
                .with(BOOTSTRAP_SERVERS, () -> ServerTrials.ofKafka(kafkaSettings()))
                .with(
                        RegistryConfig.URL,
                        () -> ServerTrials.ofRegistry(
                                registrySettings(), topics().raw(), RawRecord.class.getSimpleName()));
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
        return new StartFrom(getString(START_FROM));
    }

    Duration sourceRetention() {
        return IngestorValidators.duration(getString(SOURCE_RETENTION));
    }

    CorpCredentials credentials() {
        return new CorpCredentials(
                corpId(),
                getPassword(CORP_SECRET).value(),
                getString(PROXY_URL),
                getPassword(PROXY_CREDENTIALS).value(),
                PacingConfig.callTimeout(this));
    }

    SdkSettings sdkSettings() {
        return SdkConfig.settings(this);
    }

    FetchPacing pacing(Timing timing) {
        return PacingConfig.pacing(this, timing);
    }

    /** What a raw record may measure; a limit that the worker sets for its producers cannot be seen from here. */
    SizeLimits sizeLimits() {
        List<SizeLimit> ofProducer = PRODUCER_LIMITS.stream()
                .filter(originals()::containsKey)
                .map(key -> new SizeLimit(
                        key, (Long) ConfigDef.parseType(key, originals().get(key), ConfigDef.Type.LONG)))
                .toList();
        return new SizeLimits(topics(), ofProducer, new TopicSizeLimit(kafkaSettings(), topics().raw()));
    }

    /** The connector's name, which Connect puts beside our settings. */
    String connectorName() {
        return originalsStrings().getOrDefault("name", corpId());
    }

    /** Where the connectors of this corp leave their names. */
    ClaimStore claimStore() {
        return new GroupClaimStore(kafkaSettings(), topics().prefix() + ".ingestor." + corpId(), topics().gaps());
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
