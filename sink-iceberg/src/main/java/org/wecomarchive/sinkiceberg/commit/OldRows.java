package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
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
        TablePositions highest = new TablePositions(table.properties());
        Map<String, FileScanTask> files = new LinkedHashMap<>();
        for (String corp : wanted.corps()) {
            long[] doubtful = wanted.upTo(corp, highest.highest(corp).orElse(-1));
            if (doubtful.length > 0) {
                plan(
                        table,
                        Expressions.and(Expressions.equal(ArchiveTable.CORP_ID, corp), SeqRanges.covering(doubtful)),
                        files);
            }
        }
        List<OldRowsInFile> found = new ArrayList<>();
        files.values().forEach(file -> look(table, file, found));
        return found;
    }

    private static void plan(Table table, Expression rows, Map<String, FileScanTask> files) {
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().filter(rows).planFiles()) {
            tasks.forEach(task -> files.put(task.file().location(), task));
        } catch (IOException e) {
            throw new UncheckedIOException("closing a scan", e);
        }
    }

    private void look(Table table, FileScanTask file, List<OldRowsInFile> found) {
        Roaring64Bitmap rows = positions.computeIfAbsent(file.file().location(), any -> read(table, file.file()));
        if (rows.isEmpty()) {
            return;
        }
        PositionDeleteIndex deleted = RowDeletes.of(table, file);
        Roaring64Bitmap live = rows.clone();
        rows.forEach(position -> {
            if (deleted.isDeleted(position)) {
                live.removeLong(position);
            }
        });
        if (!live.isEmpty()) {
            found.add(new OldRowsInFile(file, live, deleted));
        }
    }

    private Roaring64Bitmap read(Table table, DataFile file) {
        Schema keyAndPosition =
                TypeUtil.join(ArchiveTable.identity(table.schema()), new Schema(MetadataColumns.ROW_POSITION));
        Roaring64Bitmap found = new Roaring64Bitmap();
        try (CloseableIterable<Record> rows = FormatModelRegistry.<Record, Object>readBuilder(
                        file.format(), Record.class, table.io().newInputFile(file.location()))
                .project(keyAndPosition)
                .build()) {
            for (Record row : rows) {
                if (wanted.contains(RowKey.of(row))) {
                    found.addLong((Long) row.getField(MetadataColumns.ROW_POSITION.name()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a data file", e);
        }
        return found;
    }
}
