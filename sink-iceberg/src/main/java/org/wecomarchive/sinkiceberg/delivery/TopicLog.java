package org.wecomarchive.sinkiceberg.delivery;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the brokers know about topics and a sink task cannot ask its consumer for. */
public interface TopicLog extends AutoCloseable {

    /**
     * What a partition's log holds.
     *
     * @param earliest first offset that is still there
     * @param end offset after the last one
     */
    record LogBounds(long earliest, long end) {}

    /** Kafka's id of each topic, by name. */
    Map<String, String> ids(Set<String> topics);

    /** What the logs of the partitions hold now. */
    Map<TopicPartition, LogBounds> bounds(Set<TopicPartition> partitions);

    /**
     * The stable end of those partitions that go on after an offset and hold no committed record from there on; all their
     * transactions are over.
     *
     * @param from offset in question of each partition
     */
    Map<TopicPartition, Long> endsWithoutRecords(Map<TopicPartition, Long> from);

    /** Bounded by a few seconds. */
    @Override
    void close();
}
