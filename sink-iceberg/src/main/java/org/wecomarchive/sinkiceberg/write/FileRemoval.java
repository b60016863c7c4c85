package org.wecomarchive.sinkiceberg.write;

import org.apache.iceberg.ContentFile;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files that certainly no snapshot names. */
public final class FileRemoval {

    private static final Logger log = LoggerFactory.getLogger(FileRemoval.class);

    private FileRemoval() {}

    /** Removes files; one that cannot be removed stays an orphan, to be found by its age. */
    public static void remove(Table table, Iterable<? extends ContentFile<?>> files) {
        for (ContentFile<?> file : files) {
            try {
                table.io().deleteFile(file.location());
            } catch (RuntimeException e) {
                log.warn("an uncommitted file stays behind: {}", e.getClass().getSimpleName());
            }
        }
    }
}
