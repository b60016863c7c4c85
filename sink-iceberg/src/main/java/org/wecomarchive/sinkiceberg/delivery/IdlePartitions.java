package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds partitions whose last record is followed by markers of transactions only.
 *
 * <p>Retention removes markers, too. The log of an idle partition then begins after the table's position, as if records were
 * lost; so the position passes the markers first. The brokers are asked every ten minutes; after a failure they are asked again
 * ten minutes later. Not thread-safe.
 */
final class IdlePartitions {

    private static final Logger log = LoggerFactory.getLogger(IdlePartitions.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final TopicLog topicLog;
    private Instant notBefore = Instant.MIN;

    IdlePartitions(TopicLog topicLog) {
        this.topicLog = topicLog;
    }

    /** Where to go on in those partitions where only offsets without records follow; empty while it is not time to ask. */
    Map<TopicPartition, Long> passed(Map<TopicPartition, Long> next, Instant now) {
        if (next.isEmpty() || now.isBefore(notBefore)) {
            return Map.of();
        }
        notBefore = now.plus(INTERVAL);
        try {
            return topicLog.endsWithoutRecords(next);
        } catch (KafkaException e) {
            log.warn(
                    "the brokers did not say which partitions are idle: {}",
                    e.getClass().getSimpleName());
            return Map.of();
        }
    }
}
