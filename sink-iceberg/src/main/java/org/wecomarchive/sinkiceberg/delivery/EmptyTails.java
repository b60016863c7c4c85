package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.wecomarchive.recovery.KafkaClients;

/** Reads the tails of partitions, committed records only and without a group, to see which hold none. */
final class EmptyTails {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS = 10;

    private final Map<String, Object> settings = new HashMap<>();

    EmptyTails(Map<String, Object> kafka) {
        settings.putAll(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // One record of each is enough.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 20);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    }

    /** The ends of those partitions without a record from the first offset up to the end; a slow answer counts as none. */
    Map<TopicPartition, Long> of(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> empty = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(ends.keySet());
        try (Consumer<byte[], byte[]> consumer =
                KafkaClients.open(settings, () -> new KafkaConsumer<byte[], byte[]>(settings))) {
            consumer.assign(open);
            open.forEach(partition -> consumer.seek(partition, from.get(partition)));
            for (int poll = 0; poll < POLLS && !open.isEmpty(); poll++) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                open.removeAll(records.partitions());
                for (TopicPartition partition : Set.copyOf(open)) {
                    if (consumer.position(partition) >= ends.get(partition)) {
                        empty.put(partition, consumer.position(partition));
                        open.remove(partition);
                    }
                }
                consumer.assign(open);
            }
        } catch (OffsetOutOfRangeException goneMeanwhile) {
            return empty;
        }
        return empty;
    }
}
