package org.wecomarchive.distribution.site;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/** The rows of a table's present snapshot in one file for each partition, as engines write them when they compact. */
final class CompactedFiles {

    private final Table table;
    private final Snapshot base;

    CompactedFiles(Table table) {
        this.table = table;
        this.base = table.currentSnapshot();
    }

    /** Whether they took the place of the snapshot's files. */
    boolean replace() throws IOException {
        if (base == null) {
            return false;
        }
        RewriteFiles rewrite =
                table.newRewrite().validateFromSnapshot(base.snapshotId()).dataSequenceNumber(base.sequenceNumber());
        try (CloseableIterable<FileScanTask> files =
                table.newScan().useSnapshot(base.snapshotId()).planFiles()) {
            files.forEach(task -> rewrite.deleteFile(task.file()));
        }
        write().forEach(rewrite::addFile);
        try {
            rewrite.commit();
            return true;
        } catch (ValidationException rowsWereReplaced) {
            return false;
        }
    }

    private List<DataFile> write() throws IOException {
        Map<PartitionKey, DataWriter<Record>> writers = new HashMap<>();
        InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table).useSnapshot(base.snapshotId()).build()) {
            for (Record row : rows) {
                key.partition(wrapper.wrap(row));
                DataWriter<Record> writer = writers.get(key);
                if (writer == null) {
                    writer = writer(key.copy());
                    writers.put(key.copy(), writer);
                }
                writer.write(row);
            }
        }
        List<DataFile> written = new ArrayList<>();
        for (DataWriter<Record> writer : writers.values()) {
            writer.close();
            written.add(writer.toDataFile());
        }
        return written;
    }

    private DataWriter<Record> writer(PartitionKey partition) throws IOException {
        return Parquet.writeData(table.io()
                        .newOutputFile(table.location() + "/data/compacted-" + UUID.randomUUID() + ".parquet"))
                .forTable(table)
                .withPartition(partition)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
    }
}
