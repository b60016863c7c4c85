package org.wecomarchive.sinkiceberg.commit;

import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;

/**
 * Notices that a table was rolled back: rows are gone, and the offsets, which are properties, are not.
 *
 * <p>The snapshot of our last commit must be the current one or an ancestor of it. Once it is expired, the current one must at
 * least be no older.
 */
public final class Rollback {

    private Rollback() {}

    /**
     * Accepts a table that was not rolled back.
     *
     * @param table as last read
     * @throws FatalSinkException if it was
     */
    public static void refuse(Table table) {
        if (isOlderThanLastCommit(table) || hasLeftLastCommit(table)) {
            throw new FatalSinkException(
                    "The table " + table.name() + " was rolled back: rows that were stored are gone,"
                            + " while its properties say that they are there. Remove the table properties wecom.offset.* and"
                            + " wecom.last-commit.*, and everything that Kafka has is read again, each row once; to go on without"
                            + " those rows, remove wecom.last-commit.* only.");
        }
    }

    private static boolean isOlderThanLastCommit(Table table) {
        long sequenceNumber =
                table.currentSnapshot() == null ? 0 : table.currentSnapshot().sequenceNumber();
        return sequenceNumber
                < new TablePositions(table.properties()).lastSequenceNumber().orElse(0);
    }

    private static boolean hasLeftLastCommit(Table table) {
        return new TablePositions(table.properties())
                .lastCommitId()
                .flatMap(id -> PendingCommit.snapshotOf(table, id))
                .filter(last -> !SnapshotUtil.isAncestorOf(table, last.snapshotId()))
                .isPresent();
    }
}
