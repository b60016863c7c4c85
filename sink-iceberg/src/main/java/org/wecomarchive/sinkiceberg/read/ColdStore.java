package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;
import org.wecomarchive.sinkiceberg.write.RowKey;

/**
 * The cold store for readers: opened with the connector's settings, it never changes a table. Tables are read by Iceberg's own
 * reader, which honours deletes.
 *
 * <p>Safe for use by several threads.
 */
public final class ColdStore implements AutoCloseable {

    private final OpenCatalog catalog;

    private ColdStore(OpenCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Opens the catalog.
     *
     * @param settings {@code catalog.*}, {@code table.namespace}, {@code s3.*}, {@code hadoop.*}, {@code
     *     network.allowed.hosts} as the connector has them; others are left alone
     * @throws org.apache.kafka.common.config.ConfigException if they are wrong
     */
    public static ColdStore open(Map<String, ?> settings) {
        return new ColdStore(new CatalogConfig(settings).open());
    }

    /** Whether the connector has made the table. */
    public boolean has(String table) {
        return catalog.catalog().tableExists(catalog.table(table));
    }

    /**
     * Counts the rows of a table as it is now; reads two columns of every file.
     *
     * @param table its name without the namespace: {@code events}, {@code raw}
     * @throws IllegalArgumentException if there is none
     */
    public RowCount count(String table) {
        KeySet seen = new KeySet();
        long rows = 0;
        try (CloseableIterable<Record> identities = IcebergGenerics.read(load(table))
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
     * Shows a table as it is now to tools that know nothing of Iceberg: local Parquet files that together hold each row once.
     *
     * <p>In DuckDB: {@code read_parquet(['a.parquet', 'b.parquet'], union_by_name = true)}. By name, because older files lack
     * columns that were added later.
     *
     * @param table its name without the namespace
     * @param directory of ours alone, made if absent; holds the files that had to be written and may be deleted when the
     *     files are no longer read
     * @return first a file written now, which has every column and may have no rows: it holds the rows of files with deleted
     *     rows or an older shape of nested columns. Then the table's other files, or copies of them if the table is not local
     * @throws IllegalArgumentException if there is no such table
     */
    public List<Path> parquet(String table, Path directory) throws IOException {
        return new ParquetViewWriter(load(table), directory).write();
    }

    private Table load(String table) {
        TableIdentifier name = catalog.table(table);
        if (!has(table)) {
            throw new IllegalArgumentException("There is no table " + name + " yet.");
        }
        return catalog.catalog().loadTable(name);
    }

    /** Closes the connections; idempotent. */
    @Override
    public void close() {
        catalog.close();
    }
}
