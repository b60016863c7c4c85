package org.wecomarchive.sinkiceberg.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;

/** Writes data files of a table, whose names never come twice. Not thread-safe. */
final class RowFiles {

    private final Table table;
    private final OutputFileFactory names;

    /**
     * Files of one task.
     *
     * @param task number of the task, part of the names
     */
    RowFiles(Table table, int task) {
        this.table = table;
        this.names = FileNames.of(table, task, FileFormat.PARQUET).build();
    }

    /** One file with the rows in the order given; when this throws, an unfinished file may remain. */
    DataFile write(PartitionKey partition, Collection<Record> rows) {
        EncryptedOutputFile file =
                table.spec().isUnpartitioned() ? names.newOutputFile() : names.newOutputFile(table.spec(), partition);
        FileWriterFactory<Record> writers = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .dataSortOrder(table.sortOrder())
                .build();
        DataWriter<Record> writer =
                writers.newDataWriter(file, table.spec(), table.spec().isUnpartitioned() ? null : partition);
        try (writer) {
            writer.write(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a data file", e);
        }
        return writer.toDataFile();
    }
}
