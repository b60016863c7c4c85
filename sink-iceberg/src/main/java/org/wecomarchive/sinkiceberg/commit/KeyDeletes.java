package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;

/**
 * Writes files that delete the rows of given keys, wherever in the table they lie.
 *
 * <p>An equality delete reaches rows of strictly older commits, and only those of its own partition unless its partition
 * spec is the unpartitioned one; so it is written with spec 0, and leaves alone the rows that are committed with it.
 */
final class KeyDeletes {

    private final OutputFileFactory names;

    KeyDeletes(Table table, int task) {
        this.names = OutputFileFactory.builderFor(table, 0, task)
                .format(FileFormat.PARQUET)
                .suffix("deletes")
                .build();
    }

    DeleteFile write(Table table, KeySet keys) {
        PartitionSpec everywhere = table.specs().get(0);
        Schema identity = ArchiveTable.identity(table.schema());
        FileWriterFactory<Record> writers = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityDeleteRowSchema(identity)
                .equalityFieldIds(identity.columns().stream()
                        .mapToInt(column -> column.fieldId())
                        .toArray())
                .build();
        EqualityDeleteWriter<Record> writer =
                writers.newEqualityDeleteWriter(names.newOutputFile(everywhere, null), everywhere, null);
        try (writer) {
            keys.forEach(key -> {
                GenericRecord row = GenericRecord.create(identity);
                row.setField(ArchiveTable.CORP_ID, key.corp());
                row.setField(ArchiveTable.SEQ, key.seq());
                writer.write(row);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("writing a delete file", e);
        }
        return writer.toDeleteFile();
    }
}
