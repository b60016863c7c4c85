package org.wecomarchive.sinkiceberg.write;

/**
 * How much may lie in memory before it becomes a file.
 *
 * @param memoryBytes most heap of all rows in memory, as estimated
 * @param fileBytes most bytes of records in a file, before compression
 */
public record WriteLimits(long memoryBytes, long fileBytes) {

    public WriteLimits {
        if (memoryBytes < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
