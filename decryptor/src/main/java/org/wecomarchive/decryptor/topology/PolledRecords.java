package org.wecomarchive.decryptor.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * How a follower of a topic takes in what it has polled. A poll moves the consumer's position past all that it returns, whether or
 * not that can be read afterwards.
 */
public final class PolledRecords {

    private PolledRecords() {}

    /**
     * Takes in the records, one after the other. If one fails, the consumer goes back, in every partition, to the first record that
     * was not taken in, so that the next poll returns it again.
     */
    public static <K, V> void takeIn(
            Consumer<K, V> consumer,
            ConsumerRecords<K, V> polled,
            java.util.function.Consumer<ConsumerRecord<K, V>> taking) {
        Map<TopicPartition, Long> next = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            next.put(partition, polled.records(partition).get(0).offset());
        }
        try {
            for (ConsumerRecord<K, V> polledRecord : polled) {
                taking.accept(polledRecord);
                next.put(new TopicPartition(polledRecord.topic(), polledRecord.partition()), polledRecord.offset() + 1);
            }
        } catch (RuntimeException e) {
            next.forEach(consumer::seek);
            throw e;
        }
    }
}
