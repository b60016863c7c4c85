package org.wecomarchive.quickstart.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.table.RowConverter;
import org.wecomarchive.sinkiceberg.table.TableOpening;
import org.wecomarchive.sinkiceberg.write.OpenRows;
import org.wecomarchive.sinkiceberg.write.OpenRows.Added;
import org.wecomarchive.sinkiceberg.write.WriteLimits;

/** Rows of one table on their way into Parquet files, which are in memory, counted and thrown away. */
final class ColdRows implements AutoCloseable {

    private static final WriteLimits LIMITS = new WriteLimits(8 << 20, 4 << 20);
    private static final int MOST_ROWS = 2_000;

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final ArchiveTable kind;
    private final RowConverter converter;
    private final Table table;
    private OpenRows rows;

    ColdRows(ArchiveTable kind) {
        this.kind = kind;
        this.converter = RowConverter.between(kind.avroSchema(), kind.columns());
        catalog.initialize("hostile", Map.of());
        this.table = TableOpening.open(catalog, TableIdentifier.of("archive", "rows"), kind);
        this.rows = open();
    }

    private OpenRows open() {
        return new OpenRows(table, kind.avroSchema(), LIMITS, 0);
    }

    /** Adds the row of a record, and returns it. */
    Record add(SpecificRecord record, int bytes) {
        if (rows.keys().size() == MOST_ROWS || rows.add(record, bytes) == Added.NEEDS_COMMIT) {
            flush();
            assertThat(rows.add(record, bytes)).isEqualTo(Added.TAKEN);
        }
        return converter.convert(record);
    }

    private void flush() {
        rows.flush();
        long written = rows.files().stream().mapToLong(DataFile::recordCount).sum();
        assertThat(written).as("rows in files").isEqualTo(rows.keys().size());
        rows.discard();
        rows = open();
    }

    @Override
    public void close() throws IOException {
        flush();
        catalog.close();
    }
}
