package org.wecomarchive.decryptor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.KafkaAnswers;
import org.wecomarchive.schemas.Topics;

/**
 * Tells a first start from one whose group has lost its committed offsets, which would publish everything again as
 * live.
 *
 * <p>A first start commits the beginning of every raw partition before the stream runs. From then on, a group without
 * any offset has lost them if something was ever written to a topic of outcomes: Kafka deletes the offsets of a group
 * that had no member for {@code offsets.retention.minutes}, which is 7 days by default. Somebody's open or aborted
 * transaction counts as written, too.
 */
final class GroupOffsets {

    private static final Logger log = LoggerFactory.getLogger(GroupOffsets.class);

    private final Admin admin;
    private final Topics topics;
    private final String group;

    GroupOffsets(Admin admin, Topics topics, String group) {
        this.admin = admin;
        this.topics = topics;
        this.group = group;
    }

    /**
     * Checks once, and commits the beginnings where the group is new.
     *
     * @throws FatalTroubleException when the offsets are gone and {@code startFrom} is not to repeat everything
     * @throws org.apache.kafka.common.errors.RetriableException when the brokers do not answer
     */
    void prepare(StartFrom startFrom) {
        if (!committed().isEmpty()) {
            return;
        }
        boolean gone = isAnythingWritten();
        if (gone && startFrom == StartFrom.AUTO) {
            throw new FatalTroubleException(
                    "the committed offsets of the group " + group + " are gone, although topics of"
                            + " outcomes hold or have held records: a start from the beginning of " + topics.raw()
                            + " would publish everything again as live. Kafka deletes the offsets of a group without"
                            + " members after offsets.retention.minutes (7 days by default). To go on, set them with"
                            + " kafka-consumer-groups --group "
                            + group + " --topic " + topics.raw()
                            + " --reset-offsets --to-datetime <shortly before the last instance"
                            + " stopped> --execute, or repeat everything with start.from=beginning");
        }
        if (gone) {
            log.warn("the committed offsets of the group {} are gone: everything is published again as live", group);
        }
        commitBeginnings();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        return KafkaAnswers.await(
                        admin.listConsumerGroupOffsets(group, new ListConsumerGroupOffsetsOptions().requireStable(true))
                                .partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topics.raw()) && entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isAnythingWritten() {
        return Stream.of(topics.events(), topics.parked(), topics.deadLetters(), topics.erased())
                .flatMap(topic -> offsets(topic, OffsetSpec.latest()).values().stream())
                .anyMatch(end -> end.offset() > 0);
    }

    private void commitBeginnings() {
        Map<TopicPartition, OffsetAndMetadata> beginnings =
                offsets(topics.raw(), OffsetSpec.earliest()).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> new OffsetAndMetadata(entry.getValue().offset())));
        try {
            KafkaAnswers.await(
                    admin.alterConsumerGroupOffsets(group, beginnings).all());
        } catch (UnknownMemberIdException othersAreMembers) {
            log.debug("another instance has begun meanwhile");
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(String topic, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                KafkaAnswers.await(admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic)
                        .partitions()
                        .stream()
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()), partition -> spec));
        return KafkaAnswers.await(admin.listOffsets(asked).all());
    }
}
