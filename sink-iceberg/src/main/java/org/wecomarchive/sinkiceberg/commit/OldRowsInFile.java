package org.wecomarchive.sinkiceberg.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;

/**
 * Rows of one data file that a commit replaces.
 *
 * @param file the data file, and the deletes that reach it
 * @param positions of the rows
 * @param deleted positions that were deleted before
 */
record OldRowsInFile(FileScanTask file, Roaring64Bitmap positions, PositionDeleteIndex deleted) {

    /** Those of the rows that no position delete covers yet; empty if there are none. */
    static Optional<OldRowsInFile> live(Table table, FileScanTask file, Roaring64Bitmap rows) {
        PositionDeleteIndex deleted = RowDeletes.of(table, file);
        Roaring64Bitmap live = rows.clone();
        rows.forEach(position -> {
            if (deleted.isDeleted(position)) {
                live.removeLong(position);
            }
        });
        return live.isEmpty() ? Optional.empty() : Optional.of(new OldRowsInFile(file, live, deleted));
    }

    /** The columns that {@link #positions(CloseableIterable, Predicate)} needs, and those of a row's identity. */
    static Schema keyAndPosition(Table table) {
        return TypeUtil.join(ArchiveTable.identity(table.schema()), new Schema(MetadataColumns.ROW_POSITION));
    }

    /** Rows of a data file, deleted or not. */
    static CloseableIterable<Record> read(Table table, DataFile file, Schema columns) {
        return FormatModelRegistry.<Record, Object>readBuilder(
                        file.format(), Record.class, table.io().newInputFile(file.location()))
                .project(columns)
                .build();
    }

    /** Positions of the rows that are wanted; closes the rows. */
    static Roaring64Bitmap positions(CloseableIterable<Record> rows, Predicate<Record> wanted) {
        Roaring64Bitmap found = new Roaring64Bitmap();
        try (rows) {
            for (Record row : rows) {
                if (wanted.test(row)) {
                    found.addLong((Long) row.getField(MetadataColumns.ROW_POSITION.name()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing a data file", e);
        }
        return found;
    }

    /** What the rows follow from: where this is the same, they are the same. */
    Set<String> basis() {
        Set<String> locations = new TreeSet<>();
        locations.add(file.file().location());
        file.deletes().stream().map(DeleteFile::location).forEach(locations::add);
        return locations;
    }

    long count() {
        return positions.getLongCardinality();
    }
}
