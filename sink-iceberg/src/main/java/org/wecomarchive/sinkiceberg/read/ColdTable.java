package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;
import org.wecomarchive.sinkiceberg.write.RowKey;

/** A table of the cold store at one moment, read by Iceberg's own reader, which honours deletes. */
public final class ColdTable {

    private final Table table;

    ColdTable(Table table) {
        this.table = table;
    }

    /** Counts the rows; reads two columns of every file. */
    public RowCount count() {
        KeySet seen = new KeySet();
        long[] rows = new long[1];
        visitIdentities((corpId, seq) -> {
            rows[0]++;
            seen.add(new RowKey(corpId, seq));
        });
        return new RowCount(rows[0], seen.size());
    }

    /** Tells the identity of every row, and of one that is there twice, twice. */
    public void visitIdentities(IdentityVisitor visitor) {
        if (table.currentSnapshot() == null) {
            return;
        }
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table)
                .useSnapshot(table.currentSnapshot().snapshotId())
                .select(ArchiveTable.CORP_ID, ArchiveTable.SEQ)
                .build()) {
            for (Record row : rows) {
                visitor.visit((String) row.getField(ArchiveTable.CORP_ID), (Long) row.getField(ArchiveTable.SEQ));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Shows the table as Parquet files to tools that know nothing of Iceberg.
     *
     * @param directory of ours alone, made if absent; holds the files that had to be written and may be deleted when the
     *     view is no longer used
     */
    public ParquetView parquet(Path directory) throws IOException {
        return new ParquetViewWriter(table, directory).write();
    }
}
