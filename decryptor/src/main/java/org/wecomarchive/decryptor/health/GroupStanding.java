package org.wecomarchive.decryptor.health;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.KafkaAnswers;

/**
 * Asks the brokers how far the group is in partitions of the raw topic.
 *
 * <p>The consumers' metrics end at the last stable offset, so that records behind an open transaction are no lag, and
 * vanish with a stream thread that dies.
 */
public final class GroupStanding {

    private static final Logger log = LoggerFactory.getLogger(GroupStanding.class);

    private final Admin admin;
    private final String topic;
    private final String group;

    /**
     * How far the group is in one partition.
     *
     * @param committed the next offset to read; 0 where nothing was committed
     * @param lastStable the offset of the oldest open transaction, or the end
     * @param end the offset that the next record gets, open transactions included
     */
    public record Standing(long committed, long lastStable, long end) {}

    /** @param admin stays the caller's, and bounds how long a question takes */
    public GroupStanding(Admin admin, String topic, String group) {
        this.admin = admin;
        this.topic = topic;
        this.group = group;
    }

    /** Of these partitions; empty when the brokers do not answer. */
    public Optional<Map<Integer, Standing>> of(Set<Integer> partitions) {
        if (partitions.isEmpty()) {
            return Optional.of(Map.of());
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    KafkaAnswers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, ListOffsetsResultInfo> lastStable = ends(partitions, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, ListOffsetsResultInfo> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
            return Optional.of(partitions.stream().collect(Collectors.toMap(Function.identity(), number -> {
                TopicPartition partition = new TopicPartition(topic, number);
                OffsetAndMetadata next = committed.get(partition);
                return new Standing(
                        next == null ? 0 : next.offset(),
                        lastStable.get(partition).offset(),
                        ends.get(partition).offset());
            })));
        } catch (KafkaException e) {
            log.debug(
                    "the brokers did not say how far the group is: {}",
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(Set<Integer> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> OffsetSpec.latest()));
        return KafkaAnswers.await(
                admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all());
    }
}
