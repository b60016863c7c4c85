package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads parked records back from the offsets that the index gives. Not safe for use by several threads. */
final class ParkedReader {

    /** What is not worth a jump: the consumer has it fetched already. */
    private static final long NEAR = 500;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;

    ParkedReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** Records from an offset on, or a little before, up to what one poll gives; other records may be among them. */
    List<ConsumerRecord<byte[], byte[]>> read(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        if (!consumer.assignment().equals(Set.of(place))) {
            consumer.assign(Set.of(place));
            consumer.seek(place, offset);
        }
        long position = consumer.position(place);
        if (position > offset || position < offset - NEAR) {
            consumer.seek(place, offset);
        }
        return consumer.poll(LONGEST_WAIT).records(place);
    }

    /** What is before this offset has been read, or is not there any more. */
    long position(int partition) {
        return consumer.position(new TopicPartition(topic, partition));
    }
}
