package org.wecomarchive.sinkiceberg.commit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.wecomarchive.sinkiceberg.write.KeySet;

/**
 * Rows in complete files, and the records they stand for: all or nothing of it becomes part of the table.
 *
 * @param files together they hold each key once; none if all the records were put aside, which makes a snapshot without
 *     new files
 * @param keys identities of all rows in the files
 * @param offsets what the commit moves each partition from and to
 * @param topicIds id of each topic by its name
 */
public record SealedRows(
        List<DataFile> files, KeySet keys, Map<SourcePartition, OffsetRange> offsets, Map<String, String> topicIds) {

    public SealedRows {
        files = List.copyOf(files);
        Objects.requireNonNull(keys, "keys is null");
        offsets = Map.copyOf(offsets);
        topicIds = Map.copyOf(topicIds);
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("no snapshot is made without an offset that moves");
        }
    }
}
