package org.wecomarchive.sinkiceberg.write;

import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files that certainly no snapshot names. */
public final class FileRemoval {

    private static final Logger log = LoggerFactory.getLogger(FileRemoval.class);

    private FileRemoval() {}

    /** Removes a file; where that fails it stays an orphan, to be found by its age. */
    public static void remove(Table table, String location) {
        try {
            table.io().deleteFile(location);
        } catch (RuntimeException e) {
            log.warn("an uncommitted file stays behind: {}", e.getClass().getSimpleName());
        }
    }
}
