package org.wecomarchive.sinkiceberg.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;
import org.wecomarchive.sinkiceberg.table.RowConverter;

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
    private final RowConverter converter;
    private final FileWriterFactory<Record> writers;
    private final OutputFileFactory names;
    private final PartitionKey partition;
    private final InternalRecordWrapper wrapper;
    private final Map<PartitionKey, SortedRows> partitions = new HashMap<>();
    private final List<DataFile> written = new ArrayList<>();
    private final KeySet keys = new KeySet();
    private long heapBytes;
    private long bytes;

    private record Sized(Record row, int bytes) {}

    /** Rows of one partition of the table, and the bytes of the records that they came from. */
    private static final class SortedRows {
        private final NavigableMap<RowKey, Sized> rows = new TreeMap<>();
        private long bytes;

        long heapBytes() {
            return heapOf(rows.size(), bytes);
        }
    }

    /** What became of a row. */
    public enum Added {
        /** It is in. */
        TAKEN,
        /** It is not in: commit first, because a row of its key already lies in a file of this commit. */
        NEEDS_COMMIT
    }

    /**
     * No rows yet.
     *
     * @param records schema of the records that are added
     * @param task number of the task, part of file names
     * @throws IllegalArgumentException if the table lacks a column for a field of the records
     */
    public OpenRows(Table table, Schema records, WriteLimits limits, int task) {
        this.table = table;
        this.limits = limits;
        this.converter = RowConverter.between(records, table.schema());
        this.writers = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .dataSortOrder(table.sortOrder())
                .build();
        this.names = OwnFiles.names(table, task, FileFormat.PARQUET).build();
        this.partition = new PartitionKey(table.spec(), table.schema());
        this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    /**
     * Adds the row of a record, and writes files if there is too much in memory now.
     *
     * @param size bytes of the record
     */
    public Added add(IndexedRecord record, int size) {
        Record row = converter.convert(record);
        RowKey key = RowKey.of(row);
        if (keys.contains(key) && !forget(key)) {
            return Added.NEEDS_COMMIT;
        }
        keys.add(key);
        partition.partition(wrapper.wrap(row));
        SortedRows open = partitions.get(partition);
        if (open == null) {
            open = new SortedRows();
            partitions.put(partition.copy(), open);
        }
        open.rows.put(key, new Sized(row, size));
        open.bytes += size;
        bytes += size;
        heapBytes += heapOf(1, size);
        if (open.bytes >= limits.fileBytes()) {
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
        Comparator<SortedRows> byHeap = Comparator.comparingLong(SortedRows::heapBytes);
        return Collections.max(partitions.entrySet(), Map.Entry.comparingByValue(byHeap))
                .getKey();
    }

    private void flush(PartitionKey key) {
        SortedRows full = partitions.remove(key);
        heapBytes -= full.heapBytes();
        if (!full.rows.isEmpty()) {
            write(key, full);
        }
    }

    /** Makes one file; when this throws, an unfinished file may remain. */
    private void write(PartitionKey key, SortedRows full) {
        RollingDataWriter<Record> writer =
                new RollingDataWriter<>(writers, names, table.io(), Long.MAX_VALUE, table.spec(), key);
        try (writer) {
            full.rows.values().forEach(sized -> writer.write(sized.row()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing a data file", e);
        }
        written.addAll(writer.result().dataFiles());
    }

    private boolean forget(RowKey key) {
        for (SortedRows open : partitions.values()) {
            Sized removed = open.rows.remove(key);
            if (removed != null) {
                open.bytes -= removed.bytes();
                heapBytes -= heapOf(1, removed.bytes());
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

    /** Bytes of all records whose rows were added, those whose row another has replaced included. */
    public long bytes() {
        return bytes;
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
        OwnFiles.remove(table, written);
        written.clear();
    }
}
