package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.wecomarchive.decryptor.ahead.ConsumerAhead;
import org.wecomarchive.decryptor.failure.FatalTroubleException;

/**
 * The consumer of a stream thread: begins the work for what it polls, and ends the program when its offset is gone.
 *
 * <p>A partition that is revoked, lost or sought forgets its work, because the stream will not ask for it, or will poll
 * the same offsets again.
 */
final class StreamConsumer extends KafkaConsumer<byte[], byte[]> {

    private final ConsumerAhead ahead;

    StreamConsumer(Map<String, Object> config, ConsumerAhead ahead) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.ahead = ahead;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            ahead.polled(records);
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

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ForgettingListener(ahead, listener));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        ahead.forget(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        ahead.forget(List.of(partition));
        super.seek(partition, offset);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        ahead.forget(partitions);
        super.seekToBeginning(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        ahead.forget(partitions);
        super.seekToEnd(partitions);
    }

    @Override
    public void close() {
        ahead.forgetAll();
        super.close();
    }

    /** Leaves the group, although Streams would stay: the thread in place of this one would wait for its session to end. */
    @Override
    public void close(CloseOptions options) {
        ahead.forgetAll();
        super.close(options.withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
