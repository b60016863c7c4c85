package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;

/** Asks the brokers. Each call takes 15 seconds at most; errors are Kafka's own. For one thread. */
public final class AdminTopicLog implements TopicLog {

    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS = 10;

    private final Map<String, Object> settings;
    private Optional<Admin> admin = Optional.empty();

    /** Makes a client with the settings, at least {@code bootstrap.servers}, when it asks for the first time. */
    public AdminTopicLog(Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
    }

    private Admin admin() {
        Admin open = admin.orElseGet(() -> KafkaClients.open(settings, () -> Admin.create(settings)));
        admin = Optional.of(open);
        return open;
    }

    @Override
    public Map<String, String> ids(Set<String> topics) {
        return KafkaAnswers.await(admin().describeTopics(topics).allTopicNames(), CALL).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, topic -> topic.getValue().topicId().toString()));
    }

    @Override
    public Map<TopicPartition, LogBounds> bounds(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> earliest =
                offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> end = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        return partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> new LogBounds(earliest.get(partition), end.get(partition))));
    }

    @Override
    public Map<TopicPartition, Long> endsWithoutRecords(Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> ends = offsets(from.keySet(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        ends.entrySet().removeIf(end -> end.getValue() <= from.get(end.getKey()));
        return ends.isEmpty() ? ends : readWithoutRecords(from, ends);
    }

    /** Reads up to the ends, committed records only and without a group; a partition that answers slowly is left out. */
    private Map<TopicPartition, Long> readWithoutRecords(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> empty = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(ends.keySet());
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(open);
            open.forEach(partition -> consumer.seek(partition, from.get(partition)));
            for (int poll = 0; poll < POLLS && !open.isEmpty(); poll++) {
                open.removeAll(consumer.poll(POLL).partitions());
                for (TopicPartition partition : Set.copyOf(open)) {
                    if (consumer.position(partition) >= ends.get(partition)) {
                        empty.put(partition, consumer.position(partition));
                        open.remove(partition);
                    }
                }
                consumer.assign(open);
            }
        } catch (OffsetOutOfRangeException goneMeanwhile) {
            // Retention was faster; what was found so far is right.
        }
        return empty;
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> reading = new HashMap<>(settings);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // One record of each is enough.
        reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        reading.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 20);
        reading.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        reading.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return KafkaClients.open(reading, () -> new KafkaConsumer<byte[], byte[]>(reading));
    }

    @Override
    public void close() {
        admin.ifPresent(open -> open.close(CLOSE));
    }

    private Map<TopicPartition, Long> offsets(
            Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        KafkaAnswers.await(
                        admin().listOffsets(asked, new ListOffsetsOptions(isolation))
                                .all(),
                        CALL)
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }
}
