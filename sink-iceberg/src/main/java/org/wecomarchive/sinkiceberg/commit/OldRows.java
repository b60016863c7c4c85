package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.KeySet;
import org.wecomarchive.sinkiceberg.write.RowKey;

/**
 * Finds the rows that one commit replaces, state by state of the table.
 *
 * <p>Keys above the corp's highest seq cost nothing. For the others the two key columns of those files are read, each file
 * once, whose range of seqs touches theirs: files that other tasks committed lately, or during a replay the ones with the
 * rows to be replaced. Rows that a position delete covers are left out. Equality deletes, which earlier versions wrote, are
 * not looked at: a row that one covers is found, and deleting it once more changes nothing. Not thread-safe.
 */
final class OldRows {

    private final KeySet wanted;
    /** Positions of all rows with one of the keys, deleted or not, by location of the data file. */
    private final Map<String, Roaring64Bitmap> positions = new HashMap<>();

    OldRows(KeySet wanted) {
        this.wanted = wanted;
    }

    /** The rows that the table, as last read, has for the keys, by data file. */
    List<OldRowsInFile> in(Table table) {
        List<OldRowsInFile> found = new ArrayList<>();
        Expression rows = doubtful(new TablePositions(table.properties()));
        if (rows.op() == Expression.Operation.FALSE) {
            return found;
        }
        try (CloseableIterable<FileScanTask> files =
                table.newScan().filter(rows).planFiles()) {
            files.forEach(file -> look(table, file, found));
        } catch (IOException e) {
            throw new UncheckedIOException("closing a scan", e);
        }
        return found;
    }

    /** A condition that is true for the rows of all keys that are not certainly new. */
    private Expression doubtful(TablePositions positions) {
        Expression rows = Expressions.alwaysFalse();
        for (String corp : wanted.corps()) {
            long[] seqs = wanted.upTo(corp, positions.highest(corp).orElse(-1));
            if (seqs.length > 0) {
                rows = Expressions.or(
                        rows, Expressions.and(Expressions.equal(ArchiveTable.CORP_ID, corp), SeqRanges.covering(seqs)));
            }
        }
        return rows;
    }

    private void look(Table table, FileScanTask file, List<OldRowsInFile> found) {
        Roaring64Bitmap rows = positions.computeIfAbsent(file.file().location(), any -> read(table, file.file()));
        if (!rows.isEmpty()) {
            OldRowsInFile.live(table, file, rows).ifPresent(found::add);
        }
    }

    private Roaring64Bitmap read(Table table, DataFile file) {
        return OldRowsInFile.positions(
                OldRowsInFile.read(table, file, OldRowsInFile.keyAndPosition(table)),
                row -> wanted.contains(RowKey.of(row)));
    }
}
