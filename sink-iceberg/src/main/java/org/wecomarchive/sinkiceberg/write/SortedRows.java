package org.wecomarchive.sinkiceberg.write;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;

/** Rows of one partition of the table that are in memory, sorted. Not thread-safe. */
final class SortedRows {

    private final TreeMap<RowKey, Sized> rows = new TreeMap<>();
    private long bytes;

    private record Sized(Record row, int bytes) {}

    /** Adds a row; its key must not be in here. */
    void add(RowKey key, Record row, int size) {
        rows.put(key, new Sized(row, size));
        bytes += size;
    }

    /** Takes a row out, and says how large it was; empty if it is not in here. */
    Optional<Integer> remove(RowKey key) {
        Optional<Sized> removed = Optional.ofNullable(rows.remove(key));
        removed.ifPresent(row -> bytes -= row.bytes());
        return removed.map(Sized::bytes);
    }

    Collection<Record> inOrder() {
        return rows.values().stream().map(Sized::row).toList();
    }

    int count() {
        return rows.size();
    }

    /** Bytes of the records that the rows came from. */
    long bytes() {
        return bytes;
    }
}
