package org.wecomarchive.decryptor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.wecomarchive.decryptor.follow.WholeTopic;
import org.wecomarchive.decryptor.release.ReleaseClients;
import org.wecomarchive.recovery.KafkaClients;

/** Makes the Kafka clients of what runs beside the stream, with the stream's settings. */
final class FollowerClients {

    /** Longest time that one question may take. */
    private static final long LONGEST_ANSWER_MS = 10_000;

    private static final Map<String, Object> OF_THE_RELEASE =
            Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);

    private final DecryptorConfig config;
    private final String applicationId;
    private final StreamsConfig streams;

    FollowerClients(DecryptorConfig config) {
        this.config = config;
        this.applicationId = config.applicationId();
        this.streams = new StreamsConfig(StreamSettings.of(config));
    }

    /** Bounds each question: brokers that do not answer at start must not use up more than {@code start.timeout.ms}. */
    Admin boundedAdmin() {
        int timeoutMs = Math.toIntExact(
                Math.min(LONGEST_ANSWER_MS, config.startTimeout().toMillis()));
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        return KafkaClients.open(settings, () -> Admin.create(settings));
    }

    /** The orders of erasure. An offset that is gone is an error, for orders may have been lost with it. */
    WholeTopic erasures() {
        return wholeTopic(config.topics().erasures(), "-erasures", "none");
    }

    WholeTopic parked() {
        return wholeTopic(config.topics().parked(), "-parked", "earliest");
    }

    private WholeTopic wholeTopic(String topic, String client, String offsetReset) {
        Map<String, Object> more = Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
        return new WholeTopic(
                consumer(applicationId + client, IsolationLevel.READ_COMMITTED, more),
                consumer(applicationId + client + "-ends", IsolationLevel.READ_UNCOMMITTED, more),
                topic);
    }

    /**
     * The clients of a session of the release. Their group is {@code <applicationId>.release}, and their transactional ids start
     * with {@code <applicationId>-release-}, so that the rights to those of the stream do for both.
     *
     * <p>The transactional id is new each time. A member that has lost its partitions is fenced by the generation of the group,
     * which goes with the offsets into every transaction, as in Streams' own exactly once; an id that it shares with its successor is
     * not needed. Kafka aborts what a dead instance leaves open after {@code transaction.timeout.ms}.
     */
    ReleaseClients release() {
        String group = applicationId + ".release";
        Map<String, Object> member = new HashMap<>(OF_THE_RELEASE);
        member.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // What stays here is not read again when another instance comes.
        member.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new ReleaseClients(
                consumer(
                        group + "-member",
                        IsolationLevel.READ_COMMITTED,
                        member,
                        (topic, value) -> value == null ? null : Boolean.TRUE),
                consumer(group + "-reader", IsolationLevel.READ_UNCOMMITTED, OF_THE_RELEASE),
                consumer(group + "-commands", IsolationLevel.READ_COMMITTED, OF_THE_RELEASE),
                producer(group + "-producer", applicationId + "-release-" + UUID.randomUUID()));
    }

    private Consumer<byte[], byte[]> consumer(String client, IsolationLevel isolation, Map<String, Object> more) {
        return consumer(client, isolation, more, new ByteArrayDeserializer());
    }

    /** Without a group, unless there is one among the settings. */
    private <V> Consumer<byte[], V> consumer(
            String client, IsolationLevel isolation, Map<String, Object> more, Deserializer<V> values) {
        Map<String, Object> settings = streams.getRestoreConsumerConfigs(client);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
        settings.putAll(more);
        return KafkaClients.open(settings, () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), values));
    }

    private Producer<byte[], byte[]> producer(String client, String transactionalId) {
        Map<String, Object> settings = streams.getProducerConfigs(client);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return KafkaClients.open(
                settings, () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
