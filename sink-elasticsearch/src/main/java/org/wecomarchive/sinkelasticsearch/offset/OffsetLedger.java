package org.wecomarchive.sinkelasticsearch.offset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows how far each partition is written without a gap. Used by the task's thread; entries are settled by any.
 */
public final class OffsetLedger {

    private final Map<TopicPartition, PartitionLedger> partitions = new HashMap<>();

    /** Tracks a record from now on. */
    public OffsetEntry take(TopicPartition partition, long offset) {
        return partitions
                .computeIfAbsent(partition, unused -> new PartitionLedger())
                .take(offset);
    }

    /** Forgets partitions that another task may have now. */
    public void forget(Collection<TopicPartition> lost) {
        lost.forEach(partitions::remove);
    }

    /**
     * What may be committed: for each partition the offset of the first record that is not settled, else what was consumed.
     *
     * @param consumed the next offset to read of each partition
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        consumed.forEach((partition, next) -> {
            PartitionLedger ledger = partitions.get(partition);
            long offset =
                    ledger == null ? next.offset() : ledger.firstUnsettled().orElse(next.offset());
            safe.put(partition, offset < next.offset() ? new OffsetAndMetadata(offset) : next);
        });
        return Map.copyOf(safe);
    }
}
