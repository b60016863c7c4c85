package org.wecomarchive.decryptor.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.schemas.Topics;

/**
 * Tells apart raw partitions that nobody has read yet and those whose committed offset is gone. Reading the latter from their
 * beginning would publish their records again as live.
 *
 * <p>Kafka deletes the offsets of a group that had no member for {@code offsets.retention.minutes}, which is 7 days by
 * default, and an operator can delete that of a single partition while there is no member. So a start refuses a partition
 * that has records and no offset if something was ever written to a topic of outcomes. Somebody's open or aborted
 * transaction counts as written, too.
 *
 * <p>The member that owns a partition commits its beginning before it reads the first record. Nobody else can commit for
 * that partition then, so an offset is never set back. From there on an instance that has seen a partition's offset
 * refuses to go on without it.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class GroupOffsets {

    private static final Logger log = LoggerFactory.getLogger(GroupOffsets.class);

    private final Topics topics;
    private final String group;
    private final StartFrom startFrom;
    private final Set<TopicPartition> begun = ConcurrentHashMap.newKeySet();

    public GroupOffsets(Topics topics, String group, StartFrom startFrom) {
        this.topics = topics;
        this.group = group;
        this.startFrom = startFrom;
    }

    /**
     * Checks the offsets of all partitions once, at the start.
     *
     * @throws FatalTroubleException when offsets are gone and {@code start.from} is not to repeat everything
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer
     */
    public void check(Admin admin) {
        // First: whoever has written meanwhile has committed the beginnings of its partitions before.
        boolean written = isAnythingWritten(admin);
        Set<TopicPartition> committed = committed(admin);
        begun.addAll(committed);
        Map<TopicPartition, Long> ends = offsets(admin, topics.raw(), OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = offsets(admin, topics.raw(), OffsetSpec.earliest());
        Set<TopicPartition> suspect = ends.keySet().stream()
                .filter(partition -> !committed.contains(partition))
                .filter(partition -> ends.get(partition) > beginnings.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        if (written && !suspect.isEmpty()) {
            gone(suspect);
        }
    }

    /**
     * Commits the beginning of those partitions that nobody has read yet; a consumer calls it for partitions assigned to it.
     *
     * @return false while the group is in motion, so that it has to be called again
     * @throws FatalTroubleException when an offset that was there before is gone
     */
    boolean begin(Consumer<?, ?> owner, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = owner.committed(partitions);
        Set<TopicPartition> unknown = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
        Set<TopicPartition> lost = unknown.stream().filter(begun::contains).collect(Collectors.toSet());
        if (!lost.isEmpty()) {
            gone(lost);
        }
        if (!unknown.isEmpty()) {
            try {
                owner.commitSync(owner.beginningOffsets(unknown).entrySet().stream()
                        .collect(
                                Collectors.toMap(Map.Entry::getKey, first -> new OffsetAndMetadata(first.getValue()))));
            } catch (RebalanceInProgressException | CommitFailedException e) {
                log.debug("the group is in motion: {}", e.getClass().getSimpleName());
                return false;
            }
        }
        begun.addAll(partitions);
        return true;
    }

    private void gone(Set<TopicPartition> partitions) {
        String numbers = partitions.stream()
                .map(TopicPartition::partition)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        if (startFrom == StartFrom.BEGINNING) {
            log.warn(
                    "the committed offsets of the group {} for the partitions {} of {} are gone: everything in them is"
                            + " published again as live",
                    group,
                    numbers,
                    topics.raw());
            return;
        }
        throw new FatalTroubleException("the committed offsets of the group " + group + " for the partitions " + numbers
                + " of " + topics.raw()
                + " are gone, although topics of outcomes hold or have held records: a start from"
                + " their beginning would publish everything in them again as live. Kafka deletes the offsets of a group"
                + " without members after offsets.retention.minutes (7 days by default), kafka-consumer-groups"
                + " --delete-offsets those of single partitions. To go on, set them with kafka-consumer-groups --group "
                + group + " --topic " + topics.raw() + ":" + numbers
                + " --reset-offsets --to-datetime <shortly before the"
                + " last instance stopped> --execute (--to-earliest for a partition that was added while no instance"
                + " ran), or repeat everything with start.from=beginning");
    }

    private Set<TopicPartition> committed(Admin admin) {
        return KafkaAnswers.await(
                        admin.listConsumerGroupOffsets(group, new ListConsumerGroupOffsetsOptions().requireStable(true))
                                .partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topics.raw()) && entry.getValue() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isAnythingWritten(Admin admin) {
        return Stream.of(topics.events(), topics.parked(), topics.deadLetters(), topics.erased())
                .flatMap(topic -> offsets(admin, topic, OffsetSpec.latest()).values().stream())
                .anyMatch(end -> end > 0);
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, String topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                KafkaAnswers.await(admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic)
                        .partitions()
                        .stream()
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()), partition -> spec));
        return KafkaAnswers.await(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, answer -> answer.getValue().offset()));
    }
}
