package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/** The rows of single data files that no delete covers. */
final class LiveRows {

    private final Table table;

    LiveRows(Table table) {
        this.table = table;
    }

    CloseableIterable<Record> of(FileScanTask task, Schema columns) {
        GenericDeleteFilter deletes = new GenericDeleteFilter(table.io(), task, table.schema(), columns);
        Schema required = deletes.requiredSchema();
        CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(task.file()))
                .project(required)
                .createReaderFunc(file -> GenericParquetReaders.buildReader(required, file))
                .build();
        return deletes.filter(rows);
    }

    /** Whether a delete covers any row of the file. */
    boolean lacksAny(FileScanTask task) throws IOException {
        long live = 0;
        try (CloseableIterable<Record> rows = of(task, ArchiveTable.identity(table.schema()))) {
            for (Record row : rows) {
                live += row.size() > 0 ? 1 : 0;
            }
        }
        return live != task.file().recordCount();
    }
}
