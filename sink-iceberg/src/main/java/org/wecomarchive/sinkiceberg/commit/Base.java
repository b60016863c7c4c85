package org.wecomarchive.sinkiceberg.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * A state of a table that a commit was prepared for.
 *
 * @param snapshotId its current snapshot; empty if it has none
 * @param offsets next offset of the partitions in question; empty where the table has none
 */
record Base(OptionalLong snapshotId, Map<SourcePartition, OptionalLong> offsets) {

    Base {
        offsets = Map.copyOf(offsets);
    }

    /** The state of the table as last read. */
    static Base of(Table table, Set<SourcePartition> partitions) {
        TablePositions positions = new TablePositions(table.properties());
        Map<SourcePartition, OptionalLong> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, positions.next(partition)));
        Snapshot current = table.currentSnapshot();
        return new Base(current == null ? OptionalLong.empty() : OptionalLong.of(current.snapshotId()), offsets);
    }

    /** Whether the table, as last read, is still in this state. */
    boolean isStill(Table table) {
        return of(table, offsets.keySet()).equals(this);
    }

    /** Whether every partition is where its range begins. */
    boolean isAt(Map<SourcePartition, OffsetRange> ranges) {
        return ranges.entrySet().stream().allMatch(range -> offsets.get(range.getKey())
                .equals(range.getValue().from()));
    }

    /** Whether every partition is where its range ends. */
    boolean hasMovedBy(Map<SourcePartition, OffsetRange> ranges) {
        return ranges.entrySet().stream().allMatch(range -> offsets.get(range.getKey())
                .equals(OptionalLong.of(range.getValue().next())));
    }
}
