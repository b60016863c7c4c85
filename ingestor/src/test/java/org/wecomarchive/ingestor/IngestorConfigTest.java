package org.wecomarchive.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.financesdk.CorpCredentials;
import org.wecomarchive.financesdk.SdkSettings;
import org.wecomarchive.ingestor.cursor.StartFrom;
import org.wecomarchive.ingestor.fetch.FatalIngestException;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectorConfig;

final class IngestorConfigTest {

    private static final String SECRET = "the-corp-secret";
    private static final String MISSING = "";

    @Test
    void hasTheDocumentedDefaults() {
        IngestorConfig config = new IngestorConfig(valid());

        assertThat(config.topics()).isEqualTo(new Topics("wecom.archive"));
        assertThat(config.rawPartitions()).isEqualTo(12);
        assertThat(config.startFrom()).isEqualTo(new StartFrom("auto"));
        assertThat(config.sourceRetention()).isEqualTo(Duration.ofDays(5));
        assertThat(config.credentials()).isEqualTo(new CorpCredentials("ww1", SECRET, "", "", Duration.ofSeconds(10)));
        assertThat(config.sdkSettings().isolation()).isEqualTo(SdkSettings.Isolation.PROCESS);
        FetchPacing pacing = config.pacing(Timing.system());
        assertThat(pacing.calls()).isEqualTo(new FetchPacing.Calls(1000, 600));
        assertThat(pacing.pauses())
                .isEqualTo(new FetchPacing.Pauses(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        new FetchPacing.Blocked(Duration.ofMinutes(1), Duration.ofMinutes(5))));
        assertThat(pacing.buffer()).isEqualTo(new FetchPacing.Buffer(4, 32 << 20));
    }

    @Test
    void passesClientSettingsOn() {
        Map<String, String> settings = valid();
        settings.put("kafka.security.protocol", "SSL");
        settings.put("schema.registry.ssl.truststore.location", "/t");
        settings.put("basic.auth.credentials.source", "USER_INFO");
        settings.put("auto.register.schemas", "true");

        IngestorConfig config = new IngestorConfig(settings);

        assertThat(config.kafkaSettings())
                .isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092", "security.protocol", "SSL"));
        assertThat(config.registrySettings())
                .isEqualTo(Map.of(
                        "schema.registry.url", "http://127.0.0.1:8081",
                        "schema.registry.ssl.truststore.location", "/t",
                        "basic.auth.credentials.source", "USER_INFO",
                        "auto.register.schemas", "true"));
    }

    @Test
    void refusesToStartWithoutItsRequiredKeys() {
        Map<String, String> settings = valid();
        settings.remove("corp.id");

        assertThatThrownBy(() -> new WeComArchiveSourceConnector().start(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("corp.id");
    }

    @Test
    void findsNothingWrongWithAValidConfiguration() {
        assertThat(errors(valid())).isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("key.converter", MISSING),
                Arguments.of("value.converter", MISSING),
                Arguments.of("header.converter", MISSING),
                Arguments.of("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Arguments.of("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter"),
                Arguments.of("key.converter.converter.encoding", "GBK"),
                Arguments.of("exactly.once.support", MISSING),
                Arguments.of("exactly.once.support", "requested"),
                Arguments.of("tasks.max", "2"),
                Arguments.of("transaction.boundary", MISSING),
                Arguments.of("transaction.boundary", "poll"),
                Arguments.of("transaction.boundary", "interval"),
                Arguments.of("errors.tolerance", "all"),
                Arguments.of("errors.log.include.messages", "true"),
                Arguments.of("transforms", "drop"),
                Arguments.of("predicates", "tombstones"),
                Arguments.of("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter"),
                Arguments.of("start.form", "oldest"),
                Arguments.of("corp.id", "ww 1"),
                Arguments.of("corp.id", MISSING),
                Arguments.of("corp.secret", MISSING),
                Arguments.of("topic.prefix", "a..b"),
                Arguments.of("raw.partitions", "0"),
                Arguments.of("start.from", "latest"),
                Arguments.of("source.retention", "5 days"),
                Arguments.of("source.retention", "0h"),
                Arguments.of("proxy.url", "socks4://127.0.0.1:1"),
                Arguments.of("proxy.url", "http://user:password@127.0.0.1:1"),
                Arguments.of("proxy.credentials", "user:password"),
                Arguments.of("page.limit", "1001"),
                Arguments.of("calls.per.minute", "601"),
                Arguments.of("call.timeout.ms", "999"),
                Arguments.of("sdk.library", MISSING),
                Arguments.of("sdk.library", "/nowhere/libWeWorkFinanceSdk_C.so"),
                Arguments.of("sdk.isolation", "container"),
                Arguments.of("network.allowed.hosts", "127.0.0.1:9092"),
                Arguments.of("kafka.bootstrap.servers", "127.0.0.1:9092,203.0.113.9:9092"),
                Arguments.of("producer.override.bootstrap.servers", "203.0.113.9:9092"),
                Arguments.of("schema.registry.url", "https://203.0.113.9"),
                Arguments.of("proxy.url", "http://203.0.113.9:3128"),
                Arguments.of("schema.registry.url", "http://user:password@127.0.0.1:8081"),
                Arguments.of("schema.registry.url", MISSING),
                Arguments.of("kafka.bootstrap.servers", "kafka"),
                Arguments.of("kafka.bootstrap.servers", "user:password@127.0.0.1:9092"),
                Arguments.of("kafka.secuity.protocol", "SSL"),
                Arguments.of("corp.secret", "${env:NOPE}"),
                Arguments.of("kafka.sasl.oauthbearer.token.endpoint.url", "https://user:password@127.0.0.1/t"),
                Arguments.of("kafka.bootstrap.servers", MISSING));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void attachesARefusalToItsKeyAndQuotesNoSecret(String key, String value) {
        Map<String, String> settings = valid();
        if (value.equals(MISSING)) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }

        List<ConfigValue> errors = errors(settings);

        assertThat(errors).extracting(ConfigValue::name).containsExactly(key);
        assertThat(errors.get(0).errorMessages())
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains(key).doesNotContain(SECRET, "user:password"));
    }

    @Test
    void allowsTheEndpointsThatTheSettingNames() {
        Map<String, String> settings = valid();
        settings.put("kafka.bootstrap.servers", "203.0.113.9:9092");
        settings.put("proxy.url", "socks5://proxy.example:1080");
        settings.put("network.allowed.hosts", "private, 203.0.113.0/24, *.example");

        assertThat(errors(settings)).isEmpty();
        new IngestorConfig(settings).requireAllowedEndpoints();
    }

    @Test
    void refusesEndpointsOutsideWhenATaskStartsToo() {
        Map<String, String> settings = valid();
        settings.put("schema.registry.url", "https://203.0.113.9");

        assertThatThrownBy(() -> new WeComArchiveSourceTask().start(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("203.0.113.9");
    }

    @Test
    void tellsConnectThatItMarksTheEndOfEachTransaction() {
        assertThat(new WeComArchiveSourceConnector().canDefineTransactionBoundaries(valid()))
                .isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }

    @Test
    void refusesAWorkerWithoutTransactionsWhenATaskStarts() {
        WeComArchiveSourceTask task = new WeComArchiveSourceTask();
        task.initialize(new WorkerWithoutTransactions());

        assertThatThrownBy(() -> task.start(valid()))
                .isInstanceOf(FatalIngestException.class)
                .hasMessageContainingAll(
                        "transaction.boundary=connector", "exactly.once.source.support=enabled", "connect-standalone");
    }

    @Test
    void letsConnectsOwnSettingsThrough() {
        Map<String, String> settings = valid();
        settings.put("name", "ingest-ww1");
        settings.put("producer.override.max.block.ms", "60000");
        settings.put("topic.creation.default.partitions", "12");
        settings.put("topic.creation.groups", "");
        settings.put("offsets.storage.topic", "own-offsets");
        settings.put("errors.log.enable", "true");
        settings.put("config.action.reload", "restart");
        settings.put("tasks.max.enforce", "true");
        settings.put("value.converter.schemas.enable", "false");

        assertThat(errors(settings)).isEmpty();
    }

    @Test
    void hasOneTaskHoweverManyAreOffered() {
        WeComArchiveSourceConnector connector = new WeComArchiveSourceConnector();
        connector.start(valid());

        assertThat(connector.taskConfigs(8)).isEqualTo(List.of(valid()));
    }

    @Test
    void documentsEveryKey() {
        assertThat(IngestorConfig.DEFINITION.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).as(key.name).endsWith("."));
    }

    private static List<ConfigValue> errors(Map<String, String> settings) {
        return new WeComArchiveSourceConnector()
                .validate(settings).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .toList();
    }

    private static Map<String, String> valid() {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", WeComArchiveSourceConnector.class.getName());
        settings.put("tasks.max", "1");
        settings.putAll(ConnectorConfig.CONVERTERS);
        settings.put("validate.connect", "false");
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "connector");
        settings.put("corp.id", "ww1");
        settings.put("corp.secret", SECRET);
        settings.put("sdk.library", "simulator:127.0.0.1:1");
        settings.put("schema.registry.url", "http://127.0.0.1:8081");
        settings.put("kafka.bootstrap.servers", "127.0.0.1:9092");
        return settings;
    }

    /** What connect-standalone gives a task, and a distributed worker whose transactions end elsewhere. */
    private static final class WorkerWithoutTransactions implements SourceTaskContext {

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            throw new UnsupportedOperationException("nothing is read without transactions");
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("nothing is measured without transactions");
        }
    }
}
