package org.wecomarchive.sinkelasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.sinkelasticsearch.bulk.BulkLimits;
import org.wecomarchive.sinkelasticsearch.cluster.ClusterSettings;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;
import org.wecomarchive.sinkelasticsearch.layout.IndexTemplate;
import org.wecomarchive.testkit.connect.ConnectorConfig;

final class SinkElasticsearchConfigTest {

    private static final String MISSING = "";

    @Test
    void hasTheDocumentedDefaults() {
        SinkElasticsearchConfig config = new SinkElasticsearchConfig(valid());

        assertThat(config.template()).isEqualTo(new IndexTemplate(new IndexNames("wecom-archive"), "cjk", 1, 1));
        assertThat(config.cluster())
                .isEqualTo(new ClusterSettings(
                        List.of(URI.create("https://127.0.0.1:9200")),
                        Optional.empty(),
                        Optional.empty(),
                        new ClusterSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60))));
        assertThat(config.bulkLimits()).isEqualTo(new BulkLimits(1000, 8 << 20, 3));
        assertThat(config.bufferBytes()).isEqualTo(32 << 20);
        assertThat(config.backoff().cap()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.recallInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.recallRetry()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void saysWhoItIsAndNeverShowsIt() {
        Map<String, String> user = with("elasticsearch.username", "user");
        user.put("elasticsearch.password", "pass");
        Map<String, String> key = with("elasticsearch.api.key", "a2V5");

        ClusterSettings byUser = new SinkElasticsearchConfig(user).cluster();
        ClusterSettings byKey = new SinkElasticsearchConfig(key).cluster();

        assertThat(byUser.authorization()).contains("Basic dXNlcjpwYXNz");
        assertThat(byKey.authorization()).contains("ApiKey a2V5");
        assertThat(byUser + " " + byKey).doesNotContain("dXNlcjpwYXNz", "a2V5");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("key.converter", MISSING),
                Arguments.of("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Arguments.of("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter"),
                Arguments.of("consumer.override.isolation.level", MISSING),
                Arguments.of("consumer.override.isolation.level", "read_uncommitted"),
                Arguments.of("transforms", "drop"),
                Arguments.of("predicates", "is"),
                Arguments.of("errors.tolerance", "all"),
                Arguments.of("errors.deadletterqueue.topic.name", "dead"),
                Arguments.of("errors.log.include.messages", "true"),
                Arguments.of("key.converter.encoding", "GBK"),
                Arguments.of("elasticsearch.url", MISSING),
                Arguments.of("elasticsearch.url", "127.0.0.1:9200"),
                Arguments.of("elasticsearch.url", "https://user:pass@127.0.0.1:9200"),
                Arguments.of("elasticsearch.url", "https://8.8.8.8:9200"),
                Arguments.of("elasticsearch.password", "secret-word"),
                Arguments.of("elasticsearch.username", "user"),
                Arguments.of("elasticsearch.tls.ca.file", "/nowhere/ca.pem"),
                Arguments.of("schema.registry.url", "http://8.8.8.8:8081"),
                Arguments.of("schema.registry.url", "http://user:secret-word@127.0.0.1:8081"),
                Arguments.of("elasticsearch.password", "${env:secret-word}"),
                Arguments.of("topics", "wecom.archive.events.v1,other.events.v1"),
                Arguments.of("topics", "wecom.archive.raw.v1"),
                Arguments.of("topics.regex", ".*"),
                Arguments.of("kafka.bootstrap.servers", "127.0.0.1:9092"),
                Arguments.of("index.prefix", "Archive"),
                Arguments.of("text.analyzer", "no such"),
                Arguments.of("bulk.max.bytes", "1"),
                Arguments.of("bulk.max.documents", "0"),
                Arguments.of("network.allowed.hosts", "a b"),
                Arguments.of("unheard.of", "1"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAtTheKey(String key, String value) {
        Map<String, String> settings = valid();
        if (value.equals(MISSING)) {
            settings.remove(key);
        } else {
            settings.put(key, value);
        }

        Map<String, List<String>> errors = errors(settings);

        assertThat(errors).isNotEmpty();
        assertThat(errors.keySet()).allMatch(name -> sharesTheMistake(name, key));
        assertThat(errors.toString()).doesNotContain("secret-word").contains(key);
    }

    /** A user without password is said at the password, and the other way round. */
    private static boolean sharesTheMistake(String name, String key) {
        return name.equals(key) || (name.startsWith("elasticsearch.") && key.startsWith("elasticsearch."));
    }

    @Test
    void acceptsDeadLettersThatAreKept() {
        Map<String, String> settings = with("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", "wecom.search-dead-letters");

        assertThat(errors(settings)).isEmpty();
        assertThat(errors(valid())).isEmpty();
    }

    @Test
    void startsNothingOutsideTheAllowedHosts() {
        SinkElasticsearchConfig config =
                new SinkElasticsearchConfig(with("elasticsearch.url", "https://127.0.0.1:9200,https://8.8.8.8:9200"));

        assertThatThrownBy(config::requireAllowedEndpoints)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("elasticsearch.url")
                .hasMessageContaining("8.8.8.8");
    }

    @Test
    void givesEveryTaskItsNumber() {
        WeComArchiveElasticsearchSinkConnector connector = new WeComArchiveElasticsearchSinkConnector();
        connector.start(valid());

        assertThat(connector.taskConfigs(3))
                .extracting(config -> config.get(WeComArchiveElasticsearchSinkTask.TASK))
                .containsExactly("0", "1", "2");
    }

    private static Map<String, List<String>> errors(Map<String, String> settings) {
        Map<String, List<String>> errors = new HashMap<>();
        new WeComArchiveElasticsearchSinkConnector()
                .validate(settings)
                .configValues()
                .forEach(value -> {
                    if (!value.errorMessages().isEmpty()) {
                        errors.put(value.name(), value.errorMessages());
                    }
                });
        return errors;
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = valid();
        settings.put(key, value);
        return settings;
    }

    private static Map<String, String> valid() {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "search");
        settings.put("connector.class", WeComArchiveElasticsearchSinkConnector.class.getName());
        settings.put("topics", "wecom.archive.events.v1");
        settings.putAll(ConnectorConfig.CONVERTERS);
        settings.put("validate.connect", "false");
        settings.put("consumer.override.isolation.level", "read_committed");
        settings.put("elasticsearch.url", "https://127.0.0.1:9200");
        settings.put("schema.registry.url", "http://127.0.0.1:8081");
        return settings;
    }
}
