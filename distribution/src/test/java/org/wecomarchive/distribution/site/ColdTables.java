package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.OpenCatalog;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.ledger.SeqSet;

/** The tables of the site's cold store, read by Iceberg's own reader. Not safe for use by several threads. */
public final class ColdTables implements AutoCloseable {

    private static final String FETCHED_AT = "fetched_at";

    private final OpenCatalog catalog;

    private ColdTables(OpenCatalog catalog) {
        this.catalog = catalog;
    }

    /** Opens the catalog as the connectors do. */
    public static ColdTables open() throws IOException {
        return new ColdTables(new CatalogConfig(Site.connector("wecom-cold-events")).open());
    }

    /**
     * The rows of a table.
     *
     * @param keys different (corp, seq)
     * @param repeated rows whose (corp, seq) another row has
     */
    public record Rows(SeqSet keys, long repeated) {}

    /** Reads all rows of {@code events} or {@code raw}. */
    public Rows rows(String table) {
        SeqSet keys = new SeqSet();
        long repeated = 0;
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table(table)).select("corp_id", "seq").build()) {
            for (Record row : rows) {
                RowKey key = RowKey.of(row);
                repeated += keys.add(key.corp(), key.seq()) ? 0 : 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rows(keys, repeated);
    }

    /** When the newest record of the last commit was fetched, or the epoch. */
    public Instant newest(String name) {
        Table table = table(name);
        Snapshot last = table.currentSnapshot();
        Instant newest = Instant.EPOCH;
        if (last != null) {
            int field = table.schema().findField(FETCHED_AT).fieldId();
            for (DataFile file :
                    SnapshotChanges.builderFor(table).snapshot(last).build().addedDataFiles()) {
                ByteBuffer bound =
                        file.upperBounds() == null ? null : file.upperBounds().get(field);
                if (bound != null) {
                    long micros = Conversions.fromByteBuffer(Types.TimestampType.withZone(), bound);
                    Instant upper = Instant.ofEpochMilli(TimeUnit.MICROSECONDS.toMillis(micros));
                    newest = upper.isAfter(newest) ? upper : newest;
                }
            }
        }
        return newest;
    }

    /**
     * Writes the rows of each partition into one file, by Iceberg's own classes, and puts these in the place of the present ones.
     *
     * @return false if there was nothing to do, or the connector replaced rows meanwhile
     */
    public boolean compact(String name) throws IOException {
        return new CompactedFiles(table(name)).replace();
    }

    private Table table(String name) {
        return catalog.catalog().loadTable(catalog.table(name));
    }

    @Override
    public void close() {
        catalog.close();
    }
}
