package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.sinkiceberg.delivery.CommitPace;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.WriteLimits;
import org.wecomarchive.testkit.connect.ConnectorConfig;

final class IcebergSinkConfigTest {

    @Test
    void acceptsTheSmallestConfiguration() {
        assertThat(refusals(smallest())).isEmpty();
    }

    @Test
    void hasItsDefaults() {
        IcebergSinkConfig config = new IcebergSinkConfig(smallest());

        assertThat(config.kind()).isEqualTo(ArchiveTable.EVENTS);
        assertThat(config.table()).isEqualTo(TableIdentifier.of("wecom_archive", "events"));
        assertThat(config.pace()).isEqualTo(new CommitPace(Duration.ofSeconds(60), 1_000_000, 1 << 30));
        assertThat(config.limits()).isEqualTo(new WriteLimits(128 << 20, 128 << 20));
        assertThat(config.longestBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.operatorProbe()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.task()).isZero();
    }

    @Test
    void givesEveryTaskItsNumber() {
        WeComArchiveIcebergSinkConnector connector = new WeComArchiveIcebergSinkConnector();
        connector.start(smallest());

        List<Map<String, String>> tasks = connector.taskConfigs(3);

        assertThat(tasks).extracting(task -> new IcebergSinkConfig(task).task()).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value.converter | org.apache.kafka.connect.json.JsonConverter | value.converter must be org.apache.kafka",
                "consumer.override.isolation.level | read_uncommitted | must be read_committed",
                "errors.tolerance | all | needs errors.deadletterqueue.topic.name",
                "errors.deadletterqueue.topic.name | letters | needs errors.tolerance=all",
                "errors.log.include.messages | true | must be false",
                "transforms | drop | transforms must be empty",
                "topics.regex | .* | topics.regex must not be set",
                "table.kind | both | table.kind",
                "commit.interval.ms | 0 | commit.interval.ms",
                "schema.registry.url | https://203.0.113.9 | leads outside network.allowed.hosts",
                "commit.intervall.ms | 1000 | the nearest is commit.interval.ms",
                "schema.registry.url | https://user:password@127.0.0.1 | must not hold credentials",
                "kafka.bootstrap.servers | kafka | must be host:port",
                "kafka.secuity.protocol | SSL | the nearest is security.protocol",
                "catalog.password | ${env:NOPE} | still holds a reference",
                "topics | wecom.archive.raw.v1 | which holds other records than table.kind takes",
                "table.name | a.b | levels of a namespace belong into table.namespace",
                "table.namespace | a..b | separated by single dots",
                "catalog.url | jdbc:mysql://127.0.0.1/c | needs catalog.driver",
                "catalog.driver | com.example.Driver | needs the class com.example.Driver",
                "s3.endpiont | http://127.0.0.1 | the nearest is s3.endpoint"
            })
    void refusesEachMistakeAtItsKey(String key, String value, String sentence) {
        Map<String, String> settings = smallest();
        settings.put(key, value);

        assertThat(refusals(settings).get(key)).anyMatch(message -> message.contains(sentence));
    }

    @Test
    void acceptsADeadLetterTopic() {
        Map<String, String> settings = smallest();
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", "wecom.archive.cold-dead-letters");

        assertThat(refusals(settings)).isEmpty();
    }

    private static Map<String, List<String>> refusals(Map<String, String> settings) {
        return new WeComArchiveIcebergSinkConnector()
                .validate(settings).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private static Map<String, String> smallest() {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", WeComArchiveIcebergSinkConnector.class.getName());
        settings.put("topics", "wecom.archive.events.v1");
        settings.putAll(ConnectorConfig.CONVERTERS);
        settings.put("validate.connect", "false");
        settings.put("consumer.override.isolation.level", "read_committed");
        settings.put("table.kind", "events");
        settings.put("catalog.warehouse", "/var/lib/cold");
        settings.put("schema.registry.url", "http://127.0.0.1:8081");
        settings.put("kafka.bootstrap.servers", "127.0.0.1:9092");
        return settings;
    }
}
