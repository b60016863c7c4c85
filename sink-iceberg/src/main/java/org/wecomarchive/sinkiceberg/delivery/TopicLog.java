package org.wecomarchive.sinkiceberg.delivery;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the brokers know about topics and a sink task cannot ask its consumer for. */
public interface TopicLog extends AutoCloseable {

    /** Kafka's id of each topic, by name. */
    Map<String, String> ids(Set<String> topics);

    /** What the logs of the partitions hold now. */
    Map<TopicPartition, LogBounds> bounds(Set<TopicPartition> partitions);

    /**
     * The stable end of those partitions that hold no committed record from an offset on, all transactions there being over.
     *
     * @param from offset in question of each partition
     */
    Map<TopicPartition, Long> endsWithoutRecords(Map<TopicPartition, Long> from);

    /** Bounded by a few seconds. */
    @Override
    void close();
}
