package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
        long rows = 0;
        try (CloseableIterable<Record> identities = IcebergGenerics.read(table)
                .select(ArchiveTable.CORP_ID, ArchiveTable.SEQ)
                .build()) {
            for (Record identity : identities) {
                seen.add(RowKey.of(identity));
                rows++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RowCount(rows, seen.size());
    }

    /**
     * Shows the table to tools that know nothing of Iceberg: local Parquet files that together hold each row of the table once.
     *
     * <p>In DuckDB: {@code read_parquet(['a.parquet', 'b.parquet'], union_by_name = true)}. By name, because older files lack
     * columns that were added later.
     *
     * @param directory of ours alone, made if absent; holds the files that had to be written and may be deleted when the
     *     files are no longer read
     * @return first a file written now, which has every column and may have no rows: it holds the rows of files with deleted
     *     rows or an older shape of nested columns. Then the table's other files, or copies of them if the table is not local
     */
    public List<Path> parquet(Path directory) throws IOException {
        return new ParquetViewWriter(table, directory).write();
    }
}
