package org.wecomarchive.connectplugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectRulesTest {

    private static final String STRING = "org.apache.kafka.connect.storage.StringConverter";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final ConnectRules source =
            ConnectRules.ofSource(Set.of("poll.interval.ms"), key -> key.startsWith("own.") || ClientKeys.isKafka(key));
    private final ConnectRules sink =
            ConnectRules.ofSink(Set.of(), key -> key.startsWith("own.") || ClientKeys.isRegistry(key));

    @Test
    void acceptWhatIsExactAndLosesNothing() {
        assertThat(source.refusals(validSource())).isEmpty();
        assertThat(sink.refusals(validSink())).isEmpty();
    }

    @Test
    void letConnectsHarmlessKeysAndTheConnectorsOwnThrough() {
        Map<String, String> settings = validSource();
        settings.put("own.key", "x");
        settings.put("producer.override.linger.ms", "5");
        settings.put("topic.creation.default.partitions", "3");
        settings.put("offsets.storage.topic", "offsets");
        Map<String, String> ofSink = validSink();
        ofSink.put("topics.regex", "a.*");
        ofSink.put("tasks.max", "8");
        ofSink.put("errors.tolerance", "all");
        ofSink.put("errors.deadletterqueue.topic.name", "letters");

        assertThat(source.refusals(settings)).isEmpty();
        assertThat(sink.refusals(ofSink)).isEmpty();
    }

    /** Kafka would quote a part of it in Connect's status. */
    @ParameterizedTest
    @ValueSource(
            strings = {"kafka.", "producer.override.", "consumer.override.", "admin.override.", "own.", "kafka.admin."})
    void refuseAJaasSettingThatCannotBeReadWithoutQuotingIt(String prefix) {
        Map<String, String> settings = validSink();
        settings.put(prefix + "sasl.jaas.config", "a.Module required password=\"abc\"TOPSECRET\";");
        ConnectRules any = ConnectRules.ofSink(Set.of(), key -> key.startsWith(prefix));

        Map<String, String> refused = any.refusals(settings);

        assertThat(refused).containsOnlyKeys(prefix + "sasl.jaas.config");
        assertThat(refused.toString()).doesNotContain("TOPSECRET");
    }

    @ParameterizedTest
    @CsvSource({
        "exactly.once.support, requested",
        "tasks.max, 2",
        "transaction.boundary, poll",
        "transaction.boundary, interval",
        "errors.tolerance, all",
        "topics, a",
        "key.converter, org.apache.kafka.connect.json.JsonConverter",
        "transforms, drop",
        "transforms.drop.type, Filter",
        "own, x",
    })
    void refuseWhatASourceMustNotHave(String key, String value) {
        Map<String, String> settings = validSource();
        settings.put(key, value);

        assertThat(source.refusals(settings)).containsOnlyKeys(key);
        assertThat(source.refusals(settings).get(key)).startsWith(key).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "consumer.override.isolation.level, read_uncommitted",
        // Kafka's consumer refuses it when the task starts.
        "consumer.override.isolation.level, READ_COMMITTED",
        "errors.tolerance, all",
        "errors.deadletterqueue.topic.name, letters",
        "errors.log.include.messages, true",
        "value.converter, org.apache.kafka.connect.json.JsonConverter",
        "header.converter.converter.encoding, GBK",
        "exactly.once.support, required",
        "topic.creation.default.partitions, 3",
        "predicates, p",
    })
    void refuseWhatASinkMustNotHave(String key, String value) {
        Map<String, String> settings = validSink();
        settings.put(key, value);

        assertThat(sink.refusals(settings)).containsOnlyKeys(key);
        assertThat(sink.refusals(settings).get(key)).startsWith(key).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.secuity.protocol, SSL, the nearest is security.protocol",
        "kafka.security.protocol, TLS, does not have a value that Kafka's clients accept",
        "kafka.bootstrap.servers, kafka, must be host:port",
        "kafka.bootstrap.servers, 'kafka-1:9092,kafka-2', must be host:port",
        "kafka.consumer.max.poll.records, 1, is not a setting of Kafka's clients",
        "producer.override.max.blok.ms, 1, the nearest is max.block.ms",
        "producer.override.max.poll.records, 1, is not a setting of Kafka's clients",
        "consumer.override.max.poll.records, many, does not have a value",
        "admin.override.request.timeout, 1, the nearest is request.timeout.ms",
        "errors.tolerence, none, the nearest is errors.tolerance",
        "pol.interval.ms, 5, the nearest is poll.interval.ms",
        "own.key, ${env:NOPE}, still holds a reference",
        "producer.override.linger.ms, ${file:/etc/x:y}, still holds a reference",
    })
    void refuseWhatAClientWouldPassOverOrFailAt(String key, String value, String sentence) {
        Map<String, String> settings = validSource();
        settings.put(key, value);

        assertThat(source.refusals(settings)).containsOnlyKeys(key);
        assertThat(source.refusals(settings).get(key))
                .startsWith(key)
                .contains(sentence)
                .doesNotContain("NOPE");
    }

    @Test
    void refuseAMisspeltKeyOfTheRegistrysClient() {
        Map<String, String> settings = validSink();
        settings.put("schema.registry.ssl.trustore.location", "/t");
        settings.put("basic.auth.credential.source", "USER_INFO");
        settings.put("schema.registry.ssl.truststore.type", "PEM");

        assertThat(sink.refusals(settings))
                .containsOnly(
                        Map.entry(
                                "schema.registry.ssl.trustore.location",
                                "schema.registry.ssl.trustore.location is not a setting of the registry's client, the"
                                        + " nearest is schema.registry.ssl.truststore.location."),
                        Map.entry(
                                "basic.auth.credential.source",
                                "basic.auth.credential.source is not a setting of the registry's client, the nearest is"
                                        + " basic.auth.credentials.source."));
    }

    @Test
    void demandWhatAConnectorCannotSeeOfItsWorker() {
        assertThat(source.refusals(Map.of()))
                .containsOnlyKeys(
                        "key.converter",
                        "value.converter",
                        "header.converter",
                        "exactly.once.support",
                        "transaction.boundary");
        assertThat(sink.refusals(Map.of()))
                .containsOnlyKeys(
                        "key.converter", "value.converter", "header.converter", "consumer.override.isolation.level");
    }

    @Test
    void mayForbidAKeyForOneConnector() {
        Map<String, String> settings = validSink();
        settings.put("topics.regex", "a.*");

        assertThat(sink.without("topics.regex", "one table, one topic.").refusals(settings))
                .isEqualTo(Map.of("topics.regex", "topics.regex must not be set: one table, one topic."));
    }

    private static Map<String, String> converters() {
        return new HashMap<>(
                Map.of("name", "c", "key.converter", STRING, "value.converter", BYTES, "header.converter", STRING));
    }

    private static Map<String, String> validSource() {
        Map<String, String> settings = converters();
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "connector");
        return settings;
    }

    private static Map<String, String> validSink() {
        Map<String, String> settings = converters();
        settings.put("topics", "a");
        settings.put("consumer.override.isolation.level", "read_committed");
        return settings;
    }
}
