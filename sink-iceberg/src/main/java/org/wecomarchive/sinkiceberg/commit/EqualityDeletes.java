package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DeleteWriteResult;
import org.wecomarchive.sinkiceberg.write.OwnFiles;

/**
 * Turns the equality deletes that earlier versions wrote into position deletes, so that no clean-up of another engine can take
 * away a delete that a row still needs.
 *
 * <p>Rows are covered by position deletes first, in commits of some data files each; the equality deletes go in the last commit,
 * which is tried only when a plan of the table has no data file left with a row that needs them. Each commit is refused if one of
 * its data files is rewritten meanwhile, and new rows never need an older equality delete. Stops where it is refused: the next run
 * goes on.
 */
public final class EqualityDeletes {

    private static final int FILES_PER_COMMIT = 100;

    /** The first task of a connector converts; its number is part of file names. */
    private static final int TASK = 0;

    private EqualityDeletes() {}

    /**
     * Converts all of a table, as last read.
     *
     * @return how many equality delete files are gone
     * @throws ValidationException if others changed the same files meanwhile: run it again
     */
    public static int convert(Table table) {
        if (!hasAny(table.currentSnapshot())) {
            return 0;
        }
        // Those that an earlier version adds meanwhile are for the next run.
        List<DeleteFile> old = all(table);
        Set<String> done = new HashSet<>();
        while (coverSome(table, done)) {
            table.refresh();
        }
        RowDelta removal = table.newRowDelta();
        old.forEach(removal::removeDeletes);
        removal.commit();
        return old.size();
    }

    private static boolean hasAny(Snapshot current) {
        return current != null
                && !"0".equals(current.summary().getOrDefault(SnapshotSummary.TOTAL_EQ_DELETES_PROP, "0"));
    }

    /** Covers rows of some data files; false if no row of any file needs an equality delete any more. */
    private static boolean coverSome(Table table, Set<String> done) {
        List<OldRowsInFile> some = new ArrayList<>();
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            for (FileScanTask file : files) {
                if (some.size() < FILES_PER_COMMIT
                        && needsLook(file)
                        && !done.contains(file.file().location())) {
                    look(table, file, some);
                    done.add(file.file().location());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a scan", e);
        }
        if (!some.isEmpty()) {
            commit(table, some);
        }
        return !some.isEmpty();
    }

    private static boolean needsLook(FileScanTask file) {
        return file.deletes().stream().anyMatch(delete -> delete.content() == FileContent.EQUALITY_DELETES);
    }

    private static void look(Table table, FileScanTask file, List<OldRowsInFile> found) {
        GenericDeleteFilter filter =
                new GenericDeleteFilter(table.io(), file, table.schema(), OldRowsInFile.keyAndPosition(table));
        CloseableIterable<Record> covered =
                filter.findEqualityDeleteRows(OldRowsInFile.read(table, file.file(), filter.requiredSchema()));
        OldRowsInFile.live(table, file, OldRowsInFile.positions(covered, row -> true))
                .ifPresent(found::add);
    }

    private static void commit(Table table, List<OldRowsInFile> rows) {
        DeleteWriteResult written = RowDeletes.write(table, TASK, rows);
        RowDelta delta = RowDeletes.add(
                written, table.newRowDelta(), table.currentSnapshot().snapshotId());
        try {
            delta.commit();
        } catch (ValidationException | CommitFailedException refused) {
            OwnFiles.remove(table, written.deleteFiles());
            throw refused;
        }
    }

    private static List<DeleteFile> all(Table table) {
        List<DeleteFile> all = new ArrayList<>();
        for (ManifestFile manifest : table.currentSnapshot().deleteManifests(table.io())) {
            try (ManifestReader<DeleteFile> entries =
                    ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                entries.forEach(entry -> {
                    if (entry.content() == FileContent.EQUALITY_DELETES) {
                        all.add(entry.copy());
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException("closing a manifest", e);
            }
        }
        return all;
    }
}
