package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.wecomarchive.recovery.KafkaClients;

/** Asks the brokers. Each call takes 15 seconds at most; errors are Kafka's own. For one thread. */
public final class AdminTopicLog implements TopicLog {

    private static final long CALL_SECONDS = 15;
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
        return await(admin().describeTopics(topics).allTopicNames()).entrySet().stream()
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
        return await(admin().listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)),
                        options)
                .all());
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer from the brokers within " + CALL_SECONDS + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException refused) {
                throw refused;
            }
            throw new KafkaException("asking the brokers", e.getCause());
        }
    }
}
