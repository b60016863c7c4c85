package org.wecomarchive.testkit.committed;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.testkit.wait.BoundedWait;

/**
 * The committed records of a topic at the time of reading.
 *
 * @param clientSettings at least {@code bootstrap.servers}
 */
public record CommittedRecords(Map<String, ?> clientSettings, String topic) {

    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    public CommittedRecords(String bootstrapServers, String topic) {
        this(Map.of("bootstrap.servers", bootstrapServers), topic);
    }

    /** Receives one record. */
    @FunctionalInterface
    public interface Visitor {
        /** A record with its value, or a tombstone. */
        void visit(ConsumerRecord<String, byte[]> record) throws IOException;
    }

    /** Visits every record, in the order of its partition. */
    public void forEach(Visitor visitor) throws IOException, InterruptedException, TimeoutException {
        try (Reader reader = open()) {
            reader.readOn(visitor);
        }
    }

    /** Opens a reader at the beginning of all present partitions. */
    public Reader open() {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("fetch.max.bytes", FETCH_BYTES);
        settings.put("fetch.max.wait.ms", 20);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        return new Reader(topic, consumer, partitions);
    }

    /** Reads a topic in several passes. Not thread-safe. */
    public record Reader(String topic, KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions)
            implements AutoCloseable {

        /** Visits the records committed since the previous call. */
        public void readOn(Visitor visitor) throws IOException, InterruptedException, TimeoutException {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            BoundedWait.of(Duration.ofMinutes(2)).<IOException>until("the end of " + topic, () -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    visitor.visit(record);
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
