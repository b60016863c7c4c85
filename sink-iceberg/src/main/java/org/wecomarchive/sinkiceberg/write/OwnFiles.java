package org.wecomarchive.sinkiceberg.write;

import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFileFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data and delete files that we write: their names, which never come twice and tell them from those of other engines. */
public final class OwnFiles {

    private static final Logger log = LoggerFactory.getLogger(OwnFiles.class);

    /** A part of the name of each of our files and of no others, as a regular expression. */
    public static final String MARK = "-wecom-";

    private OwnFiles() {}

    /**
     * Names of one task.
     *
     * @param task number of the task, part of the names
     */
    public static OutputFileFactory.Builder names(Table table, int task, FileFormat format) {
        // 00000-<task>-wecom-<random>-00001.parquet
        return OutputFileFactory.builderFor(table, 0, task)
                .operationId(MARK.substring(1) + UUID.randomUUID())
                .format(format);
    }

    /** Removes files that certainly no snapshot names; one that cannot be removed stays an orphan, to be found by its age. */
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
