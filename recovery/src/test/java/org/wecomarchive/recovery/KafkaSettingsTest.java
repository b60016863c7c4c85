package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "kafka.security.protocol, ssl",
        "kafka.sasl.mechanism, SCRAM-SHA-512",
        "kafka.ssl.keystore.location, /nowhere",
        "kafka.max.poll.records, 7",
        "kafka.linger.ms, 5",
        "kafka.bootstrap.servers, '[::1]:9092, kafka:9092'",
        "kafka.bootstrap.servers, SASL_SSL://kafka:9092",
        "kafka.bootstrap.servers, ''",
        "kafka.metrics.jmx.exclude, x",
        "kafka.metrics.context.site, a",
        "kafka.retries, 2147483647",
        "other.secuity.protocol, SSL"
    })
    void acceptsWhatSomeClientKnows(String key, String value) {
        assertThat(KafkaSettings.OF_CLIENTS.refusals(Map.of(key, value), "kafka."))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.secuity.protocol, kafka.secuity.protocol is not a setting of Kafka's clients, the nearest is security.protocol.",
        "kafka.sasl.jaas.conf, ', the nearest is sasl.jaas.config.'",
        "kafka.something.else.entirely, kafka.something.else.entirely is not a setting of Kafka's clients.",
        "kafka.request.timeout.ms, kafka.request.timeout.ms does not have a value that Kafka's clients accept",
        "kafka.bootstrap.servers, kafka.bootstrap.servers must be host:port"
    })
    void refusesWhatAClientWouldPassOverOrFailAtWithoutItsValue(String key, String sentence) {
        Map<String, String> refused = KafkaSettings.OF_CLIENTS.refusals(Map.of(key, "s3cret"), "kafka.");

        assertThat(refused).containsOnlyKeys(key);
        assertThat(refused.get(key)).contains(sentence.split(", the")).doesNotContain("s3cret");
    }

    @Test
    void leavesTheSettingsOfPlugInsAloneUnlessTheyLookMisspelt() {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.my.reporter.port", "1");
        settings.put("kafka.secuity.protocol", "SSL");
        assertThat(KafkaSettings.OF_CLIENTS.refusals(settings, "kafka."))
                .containsOnlyKeys("kafka.my.reporter.port", "kafka.secuity.protocol");

        settings.put("kafka.metric.reporters", "com.example.Reporter");
        assertThat(KafkaSettings.OF_CLIENTS.refusals(settings, "kafka.")).containsOnlyKeys("kafka.secuity.protocol");
    }

    @Test
    void knowsWhatEachKindOfClientKnows() {
        assertThat(KafkaSettings.OF_PRODUCERS.refusals(Map.of("p.max.poll.records", "1"), "p."))
                .containsOnlyKeys("p.max.poll.records");
        assertThat(KafkaSettings.OF_CONSUMERS.refusals(Map.of("p.max.poll.records", "1"), "p."))
                .isEmpty();
        ConfigDef table = new ConfigDef().define("a.threads", ConfigDef.Type.INT, ConfigDef.Importance.LOW, "x");
        KafkaSettings more = KafkaSettings.OF_ADMINS.with(table, Set.of("consumer."));
        assertThat(more.refusals(Map.of("k.a.threads", "1", "k.consumer.a.threads", "x", "k.consumer.b", "1"), "k."))
                .containsOnlyKeys("k.consumer.a.threads", "k.consumer.b");
        assertThat(ConsumerConfig.configNames()).isNotEmpty();
    }

    @Test
    void refusesJaasSettingsToo() {
        assertThat(KafkaSettings.OF_CLIENTS.refusals(Map.of("kafka.sasl.jaas.config", "s3cret"), "kafka."))
                .containsOnlyKeys("kafka.sasl.jaas.config")
                .extractingByKey("kafka.sasl.jaas.config")
                .asString()
                .doesNotContain("s3cret");
    }
}
