package org.wecomarchive.decryptor.parked;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads due records back from their offsets. Not safe for use by several threads. */
public final class ParkedReader {

    /** So many offsets are read over rather than jumped over: the consumer has fetched them already. */
    private static final long NEAR = 500;

    private static final int MOST_EMPTY_ANSWERS = 30;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;

    public ParkedReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** Records from an offset on, or a little before, up to what one poll gives; other records may be among them. */
    public List<ConsumerRecord<byte[], byte[]>> read(int partition, long offset) {
        TopicPartition place = assign(partition, offset);
        long position = consumer.position(place);
        if (position > offset || position < offset - NEAR) {
            consumer.seek(place, offset);
        }
        return consumer.poll(LONGEST_WAIT).records(place);
    }

    /** Keys of what was written at an offset or behind it, committed or not. */
    public Set<ParkedKey> keysFrom(int partition, long offset) {
        TopicPartition place = assign(partition, offset);
        long end = consumer.endOffsets(Set.of(place)).get(place);
        Set<ParkedKey> keys = new HashSet<>();
        if (offset < end) {
            consumer.seek(place, offset);
        }
        int answers = MOST_EMPTY_ANSWERS;
        while (offset < end && consumer.position(place) < end) {
            List<ConsumerRecord<byte[], byte[]>> records =
                    consumer.poll(LONGEST_WAIT).records(place);
            answers -= records.isEmpty() ? 1 : 0;
            if (answers == 0) {
                throw new TimeoutException("the end of " + place + " was not reached");
            }
            records.forEach(record -> ParkedKey.of(record.key()).ifPresent(keys::add));
        }
        return keys;
    }

    private TopicPartition assign(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        if (!consumer.assignment().equals(Set.of(place))) {
            consumer.assign(Set.of(place));
            consumer.seek(place, offset);
        }
        return place;
    }

    /** Everything before this offset was read, or is not there any more. */
    public long position(int partition) {
        return consumer.position(new TopicPartition(topic, partition));
    }
}
