package org.wecomarchive.sinkiceberg.commit;

import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Rows of one data file that a commit replaces.
 *
 * @param file the data file, and the deletes that reach it
 * @param positions of the rows
 * @param deleted positions that were deleted before
 */
record OldRowsInFile(FileScanTask file, Roaring64Bitmap positions, PositionDeleteIndex deleted) {

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
