package org.wecomarchive.sinkiceberg.write;

import org.apache.iceberg.data.Record;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/**
 * Identity of a row; ordered as rows are within a file, by seq.
 *
 * @param corp corp id
 * @param seq position assigned by WeCom, at least 0
 */
public record RowKey(String corp, long seq) implements Comparable<RowKey> {

    public RowKey {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative: " + seq);
        }
    }

    /** The identity of a row of the table. */
    public static RowKey of(Record row) {
        return new RowKey((String) row.getField(ArchiveTable.CORP_ID), (Long) row.getField(ArchiveTable.SEQ));
    }

    @Override
    public int compareTo(RowKey other) {
        int bySeq = Long.compare(seq, other.seq);
        return bySeq == 0 ? corp.compareTo(other.corp) : bySeq;
    }
}
