package org.wecomarchive.sinkiceberg.write;

/**
 * How much may lie in memory before it becomes a file.
 *
 * @param openPartitions most partitions of the table with rows in memory, at least 1
 * @param memoryBytes most heap of all rows in memory, as estimated
 * @param fileBytes most bytes of records in a file, before compression
 */
public record WriteLimits(int openPartitions, long memoryBytes, long fileBytes) {

    public WriteLimits {
        if (openPartitions < 1 || memoryBytes < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
