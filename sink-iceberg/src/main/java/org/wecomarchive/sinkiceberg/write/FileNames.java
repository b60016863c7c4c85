package org.wecomarchive.sinkiceberg.write;

import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFileFactory;

/** Names of data and delete files, which never come twice and tell our files from those of other engines. */
public final class FileNames {

    /** What stands in the names of our files and of no others, as a regular expression. */
    public static final String OURS = "-wecom-";

    private FileNames() {}

    /**
     * Names of one task.
     *
     * @param task number of the task, part of the names
     */
    public static OutputFileFactory.Builder of(Table table, int task, FileFormat format) {
        // 00000-<task>-wecom-<random>-00001.parquet
        return OutputFileFactory.builderFor(table, 0, task)
                .operationId(OURS.substring(1) + UUID.randomUUID())
                .format(format);
    }
}
