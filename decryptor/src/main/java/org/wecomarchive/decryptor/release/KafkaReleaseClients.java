package org.wecomarchive.decryptor.release;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
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
import org.wecomarchive.recovery.KafkaClients;

/**
 * Kafka's ordinary clients.
 *
 * <p>The transactional id is new each time: whoever has lost its partitions is fenced by the generation of the group that
 * goes with the offsets into every transaction, as in Streams' own exactly once, and not by an id that it shares with its
 * successor. What a dead instance leaves open, Kafka aborts after {@code transaction.timeout.ms}.
 */
public final class KafkaReleaseClients implements ReleaseClients {

    private static final int MOST_RECORDS_OF_A_POLL = 500;
    private static final int MOST_BYTES_OF_A_FETCH = 4 * 1024 * 1024;

    private final String applicationId;
    private final String group;
    private final Map<String, Object> consumer;
    private final Map<String, Object> producer;

    /**
     * Keeps settings.
     *
     * @param applicationId the stream's: the group is {@code <applicationId>.release}, and the transactional ids start with
     *     {@code <applicationId>-release-}, so that the rights to those of the stream do for both
     * @param consumer settings of a consumer without group
     * @param producer settings of a producer without transactional id
     */
    public KafkaReleaseClients(String applicationId, Map<String, Object> consumer, Map<String, Object> producer) {
        this.applicationId = applicationId;
        this.group = applicationId + ".release";
        this.consumer = new HashMap<>(consumer);
        this.consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        this.consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS_OF_A_POLL);
        this.consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES_OF_A_FETCH);
        this.producer = new HashMap<>(producer);
    }

    @Override
    public Consumer<byte[], Boolean> member() {
        Map<String, Object> settings = settings("-member", IsolationLevel.READ_COMMITTED);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // What stays here is not read again when another instance comes.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return open(settings, (topic, value) -> value == null ? null : Boolean.TRUE);
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return open(settings("-reader", IsolationLevel.READ_UNCOMMITTED), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> commands() {
        return open(settings("-commands", IsolationLevel.READ_COMMITTED), new ByteArrayDeserializer());
    }

    private Map<String, Object> settings(String client, IsolationLevel isolation) {
        Map<String, Object> settings = new HashMap<>(consumer);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group + client);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
        return settings;
    }

    private static <V> Consumer<byte[], V> open(Map<String, Object> settings, Deserializer<V> values) {
        return KafkaClients.open(settings, () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), values));
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(producer);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, group + "-producer");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-release-" + UUID.randomUUID());
        return KafkaClients.open(
                settings, () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
