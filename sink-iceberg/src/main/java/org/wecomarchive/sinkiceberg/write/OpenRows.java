package org.wecomarchive.sinkiceberg.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;

/**
 * Rows on their way into one commit: in memory first, then in files that no snapshot names yet.
 *
 * <p><b>Invariants.</b> A key is in here at most once: a later row of the same key takes the place of one in memory, and is
 * {@linkplain Added#NEEDS_COMMIT refused} if the earlier one is in a file already. Rows in memory stay within the limits:
 * the partition with the most bytes is written first. A file holds rows of one partition in seq order.
 *
 * <p>Not thread-safe. When a method throws, rows may be missing from memory: {@linkplain #discard() discard} everything.
 */
public final class OpenRows {

    /** A row as an object beside its texts. */
    private static final long ROW_HEAP_BYTES = 1024;

    /** Texts of two bytes a character, and what a parser leaves behind. */
    private static final long HEAP_PER_BYTE = 2;

    private final Table table;
    private final WriteLimits limits;
    private final RowFiles files;
    private final PartitionKey partition;
    private final InternalRecordWrapper wrapper;
    private final Map<PartitionKey, SortedRows> partitions = new HashMap<>();
    private final List<DataFile> written = new ArrayList<>();
    private final KeySet keys = new KeySet();
    private long heapBytes;

    /** What became of a row. */
    public enum Added {
        /** It is in. */
        TAKEN,
        /** It is not in: commit first, because a row of its key already lies in a file of this commit. */
        NEEDS_COMMIT
    }

    public OpenRows(Table table, WriteLimits limits, int task) {
        this.table = table;
        this.limits = limits;
        this.files = new RowFiles(table, task);
        this.partition = new PartitionKey(table.spec(), table.schema());
        this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    /**
     * Adds a row, and writes files if there is too much in memory now.
     *
     * @param bytes size of the record that the row came from
     */
    public Added add(Record row, int bytes) {
        RowKey key = RowKey.of(row);
        if (keys.contains(key) && !forget(key)) {
            return Added.NEEDS_COMMIT;
        }
        keys.add(key);
        partition.partition(wrapper.wrap(row));
        SortedRows rows = partitions.get(partition);
        if (rows == null) {
            rows = new SortedRows();
            partitions.put(partition.copy(), rows);
        }
        rows.add(key, row, bytes);
        heapBytes += heapOf(1, bytes);
        if (rows.bytes() >= limits.fileBytes()) {
            flush(partition.copy());
        }
        while (heapBytes > limits.memoryBytes()) {
            flush(largest());
        }
        return Added.TAKEN;
    }

    /** Writes what is in memory; from then on {@link #files} are complete. */
    public void flush() {
        while (!partitions.isEmpty()) {
            flush(partitions.keySet().iterator().next());
        }
    }

    private PartitionKey largest() {
        return Collections.max(
                        partitions.entrySet(),
                        Comparator.comparingLong(rows ->
                                heapOf(rows.getValue().count(), rows.getValue().bytes())))
                .getKey();
    }

    private void flush(PartitionKey key) {
        SortedRows rows = partitions.remove(key);
        heapBytes -= heapOf(rows.count(), rows.bytes());
        if (rows.count() > 0) {
            written.add(files.write(key, rows.inOrder()));
        }
    }

    private boolean forget(RowKey key) {
        for (SortedRows rows : partitions.values()) {
            Optional<Integer> bytes = rows.remove(key);
            if (bytes.isPresent()) {
                heapBytes -= heapOf(1, bytes.get());
                return true;
            }
        }
        return false;
    }

    private static long heapOf(int rows, long bytes) {
        return rows * ROW_HEAP_BYTES + bytes * HEAP_PER_BYTE;
    }

    /** Files written so far. */
    public List<DataFile> files() {
        return List.copyOf(written);
    }

    /** Identities of all rows, in memory and in files. */
    public KeySet keys() {
        return keys;
    }

    /** Partitions with rows in memory. */
    public int openPartitions() {
        return partitions.size();
    }

    /** Estimated heap of the rows in memory. */
    public long heapBytes() {
        return heapBytes;
    }

    /** Removes the files, which no commit was ever tried with; for those that cannot be removed see the orphans. */
    public void discard() {
        partitions.clear();
        heapBytes = 0;
        written.forEach(file -> FileRemoval.remove(table, file.location()));
        written.clear();
    }
}
