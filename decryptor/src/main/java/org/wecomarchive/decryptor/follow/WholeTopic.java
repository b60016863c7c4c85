package org.wecomarchive.decryptor.follow;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * All partitions of a topic, read from their beginning by a client that sees what is committed. A second client, which sees
 * everything, tells where all that is written ends: once the first has passed that end, each transaction that wrote before
 * it is decided, and what it has committed was read.
 *
 * <p><b>Threads.</b> {@link #wakeUp} is safe for any thread, the rest for one at a time.
 */
public final class WholeTopic implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> reading;
    private final Consumer<byte[], byte[]> ends;
    private final String topic;
    private final Set<TopicPartition> assigned = new HashSet<>();

    /**
     * Nothing is read yet.
     *
     * @param reading without group; reads what is committed only
     * @param ends one that reads uncommitted records; it is asked for end offsets and loses its assignment by that
     */
    public WholeTopic(Consumer<byte[], byte[]> reading, Consumer<byte[], byte[]> ends, String topic) {
        this.reading = reading;
        this.ends = ends;
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }

    /** Takes up partitions that are new. */
    public void assign(Duration atMost) {
        List<TopicPartition> unknown = reading.partitionsFor(topic, atMost).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .filter(partition -> !assigned.contains(partition))
                .toList();
        if (assigned.addAll(unknown)) {
            reading.assign(assigned);
            reading.seekToBeginning(unknown);
        }
        if (assigned.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic);
        }
    }

    /** Where everything ends that is written now, committed or not. */
    public Map<TopicPartition, Long> written(Duration atMost) {
        // The client warns of ends that it was asked for and does not read.
        ends.assign(assigned);
        return ends.endOffsets(assigned, atMost);
    }

    /** Where that ends which can be read now: an open transaction may lie behind it. */
    public Map<TopicPartition, Long> readable(Duration atMost) {
        return reading.endOffsets(assigned, atMost);
    }

    public ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        return reading.poll(atMost);
    }

    /** Whether everything before these offsets was polled. */
    public boolean isPast(Map<TopicPartition, Long> offsets, Duration atMost) {
        return offsets.entrySet().stream().allMatch(end -> position(end.getKey(), atMost) >= end.getValue());
    }

    public long position(TopicPartition partition, Duration atMost) {
        return reading.position(partition, atMost);
    }

    /** Reads this record again, and on from there. */
    public void seek(ConsumerRecord<?, ?> record) {
        reading.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    /** Ends a wait that is under way, or else the next one. */
    public void wakeUp() {
        reading.wakeup();
        ends.wakeup();
    }

    /** Closes both clients. */
    @Override
    public void close() {
        try (Consumer<?, ?> closing = reading) {
            ends.close(CloseOptions.timeout(CLOSING));
            closing.close(CloseOptions.timeout(CLOSING));
        }
    }
}
