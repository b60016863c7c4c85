package org.wecomarchive.sinkiceberg.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.sinkiceberg.commit.Rollback;
import org.wecomarchive.sinkiceberg.commit.SourcePartition;
import org.wecomarchive.sinkiceberg.commit.TablePositions;
import org.wecomarchive.sinkiceberg.delivery.TopicLog.LogBounds;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;

/**
 * Decides where each partition is read from: where the table says, whatever Kafka Connect has stored; a partition that the
 * table does not know from the beginning of its log.
 */
final class StartPositions {

    private final TopicLog log;

    StartPositions(TopicLog log) {
        this.log = log;
    }

    /**
     * Progress of each partition, nothing taken yet.
     *
     * @throws FatalSinkException if records that the table needs are gone, or belong to another topic of the same name, or if
     *     the table was rolled back
     */
    Map<TopicPartition, PartitionProgress> find(Table table, Set<TopicPartition> partitions) {
        Rollback.refuse(table);
        TablePositions positions = new TablePositions(table.properties());
        Map<String, String> ids =
                log.ids(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        ids.forEach((topic, id) -> {
            if (!positions.topicId(topic).orElse(id).equals(id)) {
                throw madeAgain(table, topic);
            }
        });
        Map<TopicPartition, LogBounds> bounds = log.bounds(partitions);
        Map<TopicPartition, PartitionProgress> found = new HashMap<>();
        partitions.forEach(partition -> found.put(
                partition, progress(positions, ids.get(partition.topic()), partition, bounds.get(partition))));
        return found;
    }

    private static PartitionProgress progress(
            TablePositions positions, String topicId, TopicPartition partition, LogBounds bounds) {
        SourcePartition source = new SourcePartition(topicId, partition.partition());
        OptionalLong committed = positions.next(source);
        long next = committed.orElse(bounds.earliest());
        if (next < bounds.earliest()) {
            throw gone(source, partition, next, bounds.earliest());
        }
        if (next > bounds.end()) {
            throw new FatalSinkException("The table has records of " + partition + " up to offset " + next
                    + ", but the topic ends at " + bounds.end() + ": it lost records, or these are other brokers."
                    + " Bring the topic back, or give the connector another table.name.");
        }
        return new PartitionProgress(source, committed, next);
    }

    /** The sentence for records that retention removed before they were stored. */
    static FatalSinkException gone(SourcePartition source, TopicPartition partition, long next, long earliest) {
        return new FatalSinkException("Offset " + next + " of " + partition
                + " is next for the table, but the topic begins"
                + " at " + earliest
                + ": retention removed records before they were stored, or only the markers of transactions if"
                + " the partition was idle. Replay what is missing from the raw topic or WeCom; to go on without it, set the table property wecom.offset."
                + source.topicId() + "." + source.partition() + " to " + earliest + ".");
    }

    private static FatalSinkException madeAgain(Table table, String topic) {
        return new FatalSinkException("The topic " + topic + " was made again: the table " + table.name()
                + " has records of an earlier topic of this name. Give the connector another table.name; to put both into one"
                + " table, where rows of the same corp and seq are replaced, remove the table property wecom.topic."
                + topic + ".");
    }
}
