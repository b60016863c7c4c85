package org.wecomarchive.decryptor.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.prefetch.ConsumerPrefetch;

/**
 * The consumer of a stream thread: begins the work for what it polls, withholds what cannot be decoded yet, and ends the
 * program when its offset is gone.
 *
 * <p>A partition that is revoked, lost or sought forgets its work, because the stream will not ask for it, or will poll
 * the same offsets again.
 */
final class StreamConsumer extends KafkaConsumer<byte[], byte[]> {

    private final ConsumerPrefetch prefetch;
    private final GroupOffsets offsets;
    private final HeldPartitions held;
    private final Set<TopicPartition> added = new HashSet<>();

    StreamConsumer(Map<String, Object> config, ConsumerPrefetch prefetch, GroupOffsets offsets, HeldPartitions held) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.prefetch = prefetch;
        this.offsets = offsets;
        this.held = held;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            super.resume(held.due());
            ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
            if (!added.isEmpty() && offsets.begin(this, added)) {
                added.clear();
            }
            ConsumerRecords<byte[], byte[]> records = held.readable(polled, this::hold);
            prefetch.polled(records);
            return records;
        } catch (OffsetOutOfRangeException e) {
            throw new FatalTroubleException(
                    "the committed offsets " + e.offsetOutOfRangePartitions()
                            + " do not exist any more: the topic was"
                            + " made again, or its retention deleted records before they were decrypted. To go on from"
                            + " what is there, stop all instances and reset the offsets of the application's group"
                            + " with kafka-consumer-groups",
                    e);
        }
    }

    private void hold(TopicPartition partition, OffsetAndMetadata position) {
        super.seek(partition, position);
        super.pause(Set.of(partition));
    }

    /** But for what is held: the stream knows nothing of that. */
    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(partitions.stream()
                .filter(partition -> !held.isWaiting(partition))
                .toList());
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, listening(listener));
    }

    /** Forgets the work for partitions that go away, then tells the stream, which may still commit them. */
    ConsumerRebalanceListener listening(ConsumerRebalanceListener stream) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                added.addAll(partitions);
                stream.onPartitionsAssigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                forget(partitions);
                stream.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
                stream.onPartitionsLost(partitions);
            }
        };
    }

    private void forget(Collection<TopicPartition> partitions) {
        added.removeAll(partitions);
        held.forget(partitions);
        prefetch.forget(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        prefetch.forget(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        prefetch.forget(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        prefetch.forget(partitions);
        super.seekToBeginning(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        prefetch.forget(partitions);
        super.seekToEnd(partitions);
    }

    @Override
    public void close() {
        held.close();
        prefetch.forgetAll();
        super.close();
    }

    /** Leaves the group, although Streams would stay: the thread in place of this one would wait for its session to end. */
    @Override
    public void close(CloseOptions options) {
        held.close();
        prefetch.forgetAll();
        super.close(options.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
