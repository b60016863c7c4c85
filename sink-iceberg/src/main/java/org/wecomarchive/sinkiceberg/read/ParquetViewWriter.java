package org.wecomarchive.sinkiceberg.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.wecomarchive.sinkiceberg.catalog.LocalFiles;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/** Sorts the data files of a table into those that can be read as they are and those whose rows must be written anew. */
final class ParquetViewWriter {

    private final Table table;
    private final Path directory;
    private final FileShape shape;

    ParquetViewWriter(Table table, Path directory) {
        this.table = table;
        this.directory = directory;
        this.shape = new FileShape(table.schema());
    }

    /** The written file first, then those that can be read as they are. */
    List<Path> write() throws IOException {
        Files.createDirectories(directory);
        Path written = Files.createTempFile(directory, "rows-", ".parquet").toAbsolutePath();
        List<Path> view = new ArrayList<>(List.of(written));
        long rows = 0;
        try (DataWriter<Record> writer = writer(written);
                CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                boolean whole = task.deletes().isEmpty() || !lacksRows(task);
                Path local = localFile(task.file().location());
                if (whole && shape.isCurrent(local)) {
                    view.add(local);
                } else {
                    rows += copy(task, writer);
                    discard(local);
                }
            }
        }
        if (rows == 0) {
            shape.writeEmpty(written);
        }
        return view;
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

    /** Whether a delete covers any row of the file. */
    private boolean lacksRows(FileScanTask task) throws IOException {
        try (CloseableIterable<Record> rows = liveRows(task, ArchiveTable.identity(table.schema()))) {
            return StreamSupport.stream(rows.spliterator(), false).count()
                    != task.file().recordCount();
        }
    }

    private long copy(FileScanTask task, DataWriter<Record> writer) throws IOException {
        long copied = 0;
        try (CloseableIterable<Record> rows = liveRows(task, table.schema())) {
            for (Record row : rows) {
                writer.write(row);
                copied++;
            }
        }
        return copied;
    }

    private CloseableIterable<Record> liveRows(FileScanTask task, Schema columns) {
        GenericDeleteFilter deletes = new GenericDeleteFilter(table.io(), task, table.schema(), columns);
        Schema required = deletes.requiredSchema();
        return deletes.filter(Parquet.read(table.io().newInputFile(task.file()))
                .project(required)
                .createReaderFunc(file -> GenericParquetReaders.buildReader(required, file))
                .build());
    }

    /** The table's file itself, or a copy in the directory if the table is not local. */
    private Path localFile(String location) throws IOException {
        if (table.io() instanceof LocalFiles) {
            return LocalFiles.path(location);
        }
        Path copy = Files.createTempFile(directory, "copy-", ".parquet").toAbsolutePath();
        try (InputStream input = table.io().newInputFile(location).newStream()) {
            Files.copy(input, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Deletes a copy that is not needed; a file of the table stays. */
    private void discard(Path local) throws IOException {
        if (!(table.io() instanceof LocalFiles)) {
            Files.delete(local);
        }
    }
}
