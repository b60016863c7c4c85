package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.PartitioningDVWriter;
import org.apache.iceberg.io.PartitioningWriter;
import org.wecomarchive.sinkiceberg.write.OwnFiles;

/**
 * Reads and writes position deletes: one delete file for each data file, in that file's partition, which takes the place of
 * the one before; in tables of format version 3 deletion vectors.
 */
final class RowDeletes {

    private static final int DELETION_VECTORS = 3;

    private RowDeletes() {}

    /** Positions of a data file that position deletes cover. */
    static PositionDeleteIndex of(Table table, FileScanTask file) {
        List<DeleteFile> deletes = file.deletes().stream()
                .filter(delete -> delete.content() == FileContent.POSITION_DELETES)
                .toList();
        return new BaseDeleteLoader(delete -> table.io().newInputFile(delete))
                .loadPositionDeletes(deletes, file.file().location());
    }

    /**
     * Writes the delete files; when this throws, unfinished files may remain.
     *
     * @param task number of the task, part of file names
     */
    static DeleteWriteResult write(Table table, int task, List<OldRowsInFile> rows) {
        Map<String, PositionDeleteIndex> before =
                rows.stream().collect(Collectors.toMap(old -> old.file().file().location(), OldRowsInFile::deleted));
        PartitioningWriter<PositionDelete<Record>, DeleteWriteResult> writer =
                writer(table, task, location -> before.get(location.toString()));
        try (writer) {
            PositionDelete<Record> delete = PositionDelete.create();
            for (OldRowsInFile old : rows) {
                old.positions()
                        .forEach(position -> writer.write(
                                delete.set(old.file().file().location(), position),
                                old.file().spec(),
                                old.file().partition()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing delete files", e);
        }
        return writer.result();
    }

    /** Makes a commit add the deletes, and refuses it if others change the rows or files in question meanwhile. */
    static RowDelta add(DeleteWriteResult written, RowDelta delta, long baseSnapshotId) {
        written.deleteFiles().forEach(delta::addDeletes);
        written.rewrittenDeleteFiles().forEach(delta::removeDeletes);
        return delta.validateFromSnapshot(baseSnapshotId)
                .validateDeletedFiles()
                .validateDataFilesExist(written.referencedDataFiles());
    }

    private static PartitioningWriter<PositionDelete<Record>, DeleteWriteResult> writer(
            Table table, int task, Function<CharSequence, PositionDeleteIndex> before) {
        boolean vectors = TableUtil.formatVersion(table) >= DELETION_VECTORS;
        OutputFileFactory names = OwnFiles.names(table, task, vectors ? FileFormat.PUFFIN : FileFormat.PARQUET)
                .suffix("deletes")
                .build();
        return vectors
                ? new PartitioningDVWriter<>(names, before)
                : new FanoutPositionOnlyDeleteWriter<>(
                        new GenericFileWriterFactory.Builder(table)
                                .deleteFileFormat(FileFormat.PARQUET)
                                .build(),
                        names,
                        table.io(),
                        Long.MAX_VALUE,
                        DeleteGranularity.FILE,
                        before);
    }
}
