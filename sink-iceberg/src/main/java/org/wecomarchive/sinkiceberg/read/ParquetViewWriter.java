package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** Sorts the data files of a table into those that can be read as they are and those whose rows must be written anew. */
final class ParquetViewWriter {

    private final Table table;
    private final Path directory;
    private final LiveRows liveRows;
    private final LocalCopies copies;
    private final FileShape shape;

    ParquetViewWriter(Table table, Path directory) {
        this.table = table;
        this.directory = directory;
        this.liveRows = new LiveRows(table);
        this.copies = new LocalCopies(table.io(), directory);
        this.shape = new FileShape(table.schema());
    }

    ParquetView write() throws IOException {
        Files.createDirectories(directory);
        Path written = Files.createTempFile(directory, "rows-", ".parquet").toAbsolutePath();
        List<Path> untouched = new ArrayList<>();
        long rows = 0;
        try (DataWriter<Record> writer = writer(written);
                CloseableIterable<FileScanTask> tasks = scan().planFiles()) {
            for (FileScanTask task : tasks) {
                boolean whole = task.deletes().isEmpty() || !liveRows.lacksAny(task);
                Path local = copies.of(task.file().location());
                if (whole && shape.isCurrent(local)) {
                    untouched.add(local);
                } else {
                    rows += copy(task, writer);
                    copies.discard(local);
                }
            }
        }
        if (rows == 0) {
            shape.writeEmpty(written);
        }
        return new ParquetView(written, untouched);
    }

    private TableScan scan() {
        TableScan scan = table.newScan();
        return table.currentSnapshot() == null
                ? scan
                : scan.useSnapshot(table.currentSnapshot().snapshotId());
    }

    private DataWriter<Record> writer(Path file) throws IOException {
        return Parquet.writeData(org.apache.iceberg.Files.localOutput(file.toFile()))
                .schema(table.schema())
                .withSpec(PartitionSpec.unpartitioned())
                .set("write.parquet.compression-codec", "zstd")
                .createWriterFunc(GenericParquetWriter::create)
                .overwrite()
                .build();
    }

    private long copy(FileScanTask task, DataWriter<Record> writer) throws IOException {
        long copied = 0;
        try (CloseableIterable<Record> rows = liveRows.of(task, table.schema())) {
            for (Record row : rows) {
                writer.write(row);
                copied++;
            }
        }
        return copied;
    }
}
