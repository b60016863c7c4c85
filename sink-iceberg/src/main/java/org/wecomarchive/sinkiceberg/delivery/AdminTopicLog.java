package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;

/** Asks the brokers. Each call takes 15 seconds at most; errors are Kafka's own. For one thread. */
public final class AdminTopicLog implements TopicLog {

    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(3);

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
        Map<TopicPartition, ListOffsetsResultInfo> earliest = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> end = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        partitions.forEach(partition -> bounds.put(
                partition,
                new LogBounds(
                        earliest.get(partition).offset(), end.get(partition).offset())));
        return bounds;
    }

    @Override
    public Map<TopicPartition, Long> endsWithoutRecords(Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        offsets(from.keySet(), OffsetSpec.latest(), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .forEach((partition, end) -> {
                    if (end.offset() > from.get(partition)) {
                        ends.put(partition, end.offset());
                    }
                });
        return ends.isEmpty() ? ends : new EmptyTails(settings).of(from, ends);
    }

    @Override
    public void close() {
        admin.ifPresent(open -> open.close(CLOSE));
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Set<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions, which, new ListOffsetsOptions());
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Set<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) {
        return KafkaAnswers.await(
                admin().listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(partition -> partition, partition -> which)),
                                options)
                        .all(),
                CALL);
    }
}
