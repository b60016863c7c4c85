package org.wecomarchive.sinkiceberg.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/**
 * Compaction by Iceberg's own {@link RewriteFiles}, in the steps of Spark's {@code rewrite_data_files}: the live rows of each
 * partition are written to one file, and later all these files take the place of the old ones in one commit.
 */
public final class Compaction {

    private final Table table;
    private final Snapshot base;
    private final List<DataFile> before = new ArrayList<>();
    private final List<DataFile> after = new ArrayList<>();

    private Compaction(Table table) {
        this.table = table;
        this.base = table.currentSnapshot();
    }

    /** Reads the table and writes the new files. */
    public static Compaction begin(Table table) {
        table.refresh();
        Compaction compaction = new Compaction(table);
        Map<String, List<FileScanTask>> partitions = new HashMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> partitions
                    .computeIfAbsent(partition(task.file()), any -> new ArrayList<>())
                    .add(task));
            for (List<FileScanTask> partition : partitions.values()) {
                compaction.rewrite(partition);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compaction;
    }

    /**
     * Takes effect, unless somebody deleted rows of the old files meanwhile.
     *
     * @throws org.apache.iceberg.exceptions.ValidationException if somebody did
     */
    public void commit() {
        RewriteFiles rewrite =
                table.newRewrite().validateFromSnapshot(base.snapshotId()).dataSequenceNumber(base.sequenceNumber());
        before.forEach(rewrite::deleteFile);
        after.forEach(rewrite::addFile);
        rewrite.commit();
    }

    /** The rule of Spark's {@code remove-dangling-deletes}: a delete older than all data of its own partition and spec goes. */
    public static void removeDanglingDeletes(Table table) {
        table.refresh();
        Map<String, Long> oldestData = new HashMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(
                    task -> oldestData.merge(partition(task.file()), task.file().dataSequenceNumber(), Math::min));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<DeleteFile> dangling = deletes(table).stream()
                .filter(delete -> isDangling(delete, oldestData.getOrDefault(partition(delete), Long.MAX_VALUE)))
                .toList();
        if (!dangling.isEmpty()) {
            RewriteFiles rewrite = table.newRewrite();
            dangling.forEach(rewrite::deleteFile);
            rewrite.commit();
        }
    }

    private static boolean isDangling(DeleteFile delete, long oldestData) {
        return delete.content() == FileContent.POSITION_DELETES
                ? delete.dataSequenceNumber() < oldestData
                : delete.dataSequenceNumber() <= oldestData;
    }

    /** The delete files of the table as last read. */
    public static List<DeleteFile> deletes(Table table) {
        List<DeleteFile> deletes = new ArrayList<>();
        for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
            try (ManifestReader<DeleteFile> entries =
                    ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                entries.forEach(entry -> deletes.add(entry.copy()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return deletes;
    }

    private static String partition(ContentFile<?> file) {
        return file.specId() + " " + file.partition();
    }

    private void rewrite(List<FileScanTask> partition) throws IOException {
        List<Record> rows = new ArrayList<>();
        for (FileScanTask task : partition) {
            before.add(task.file());
            rows.addAll(live(task));
        }
        if (rows.isEmpty()) {
            return;
        }
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(rows.get(0)));
        DataWriter<Record> writer = Parquet.writeData(table.io()
                        .newOutputFile(table.location() + "/data/compacted-" + UUID.randomUUID() + ".parquet"))
                .forTable(table)
                .withPartition(key)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            rows.forEach(writer::write);
        }
        after.add(writer.toDataFile());
    }

    private List<Record> live(FileScanTask task) throws IOException {
        GenericDeleteFilter deletes = new GenericDeleteFilter(table.io(), task, table.schema(), table.schema());
        try (CloseableIterable<Record> rows =
                deletes.filter(Parquet.read(table.io().newInputFile(task.file()))
                        .project(deletes.requiredSchema())
                        .createReaderFunc(file -> GenericParquetReaders.buildReader(deletes.requiredSchema(), file))
                        .build())) {
            List<Record> copies = new ArrayList<>();
            rows.forEach(row -> copies.add(row.copy()));
            return copies;
        }
    }
}
