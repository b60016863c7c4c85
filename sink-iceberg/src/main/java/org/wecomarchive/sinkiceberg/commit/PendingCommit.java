package org.wecomarchive.sinkiceberg.commit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.DeleteWriteResult;
import org.wecomarchive.sinkiceberg.write.OwnFiles;

/**
 * Sealed rows that are to become part of the table, exactly once, over as many attempts as it takes.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>An attempt looks at one state of the table, its <i>base</i>, and takes effect only if offsets and snapshot are still
 *       those of the base. So at most one commit ever moves a partition from an offset, and the old rows found in the base are
 *       all there are and still where they were found, also beside a compaction.
 *   <li>After an attempt without a definite answer the table itself is asked: the snapshot carries this commit's id.
 *   <li>Files are removed only when the table, read after the last attempt, says that others have moved the partitions, and
 *       no attempt was ever without a definite answer.
 * </ol>
 *
 * Not thread-safe.
 */
public final class PendingCommit {

    /** Name in a snapshot's summary that tells whose commit it was. */
    static final String COMMIT_ID = "wecom.commit-id";

    private final Table table;
    private final SealedRows rows;
    private final int task;
    private final OldRows oldRows;
    private final String id = UUID.randomUUID().toString();
    private Optional<Replaced> replaced = Optional.empty();
    private boolean attempted;
    private boolean unanswered;

    /**
     * Rows of the base that are replaced, and the files that delete them.
     *
     * @param basis what the rows follow from
     */
    private record Replaced(long rows, List<Set<String>> basis, DeleteWriteResult deletes) {}

    /** What the table said. */
    public enum Answer {
        /** The rows are part of the table. */
        COMMITTED,
        /** Others have moved at least one of the partitions; these rows never will be part of the table. */
        SUPERSEDED,
        /** Others committed at the same time: try again after a pause, at once would conflict again. */
        CONFLICT
    }

    /**
     * A commit not tried yet.
     *
     * @param task number of the task, part of file names
     */
    public PendingCommit(Table table, SealedRows rows, int task) {
        this.table = table;
        this.rows = rows;
        this.task = task;
        this.oldRows = new OldRows(rows.keys());
    }

    /**
     * One attempt. Any exception leaves the outcome open; the next attempt finds out.
     *
     * @throws org.wecomarchive.sinkiceberg.failure.FatalSinkException if the table was rolled back
     */
    public Answer attempt() {
        table.refresh();
        if (attempted && landed()) {
            return Answer.COMMITTED;
        }
        Rollback.refuse(table);
        Base base = Base.of(table, rows.offsets().keySet());
        if (!base.isAt(rows.offsets())) {
            return Answer.SUPERSEDED;
        }
        replace(oldRows.in(table));
        attempted = true;
        try {
            transaction(base).commitTransaction();
            return Answer.COMMITTED;
        } catch (CommitFailedException refused) {
            return Answer.CONFLICT;
        } catch (ValidationException refused) {
            table.refresh();
            if (base.isStill(table)) {
                throw refused;
            }
            return Answer.CONFLICT;
        } catch (RuntimeException unknown) {
            unanswered = true;
            throw unknown;
        }
    }

    /** The rows in question. */
    public SealedRows rows() {
        return rows;
    }

    /** Rows that took the place of older ones in the last attempt. */
    public long replacedRows() {
        return replaced.map(Replaced::rows).orElse(0L);
    }

    /** Removes the files of a commit that was never tried. */
    public void abandon() {
        if (!attempted) {
            removeFiles();
        }
    }

    /** Removes the files after {@link Answer#SUPERSEDED}, if no attempt may still take effect. */
    public void giveUp() {
        if (!unanswered) {
            removeFiles();
        }
    }

    private boolean landed() {
        // The snapshot may be expired by now. Whoever moved them just so has committed the same records.
        return isInHistory()
                || (unanswered && Base.of(table, rows.offsets().keySet()).hasMovedBy(rows.offsets()));
    }

    private boolean isInHistory() {
        return snapshotOf(table, id).isPresent();
    }

    /** The snapshot that a commit made, unless it is expired. */
    static Optional<Snapshot> snapshotOf(Table table, String commitId) {
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .filter(snapshot -> commitId.equals(snapshot.summary().get(COMMIT_ID)))
                .findAny();
    }

    /**
     * Whether nothing has changed since we looked. A catalog may have taken the commit and then refuse its repetition. If this
     * returned false then, Iceberg would delete manifests of the live snapshot; so the outcome is reported as unknown.
     */
    private boolean isValidFor(Base base) {
        if (isInHistory()) {
            throw new CommitStateUnknownException(
                    new IllegalStateException("the commit was refused after it had been taken"));
        }
        return base.isStill(table);
    }

    private void replace(List<OldRowsInFile> found) {
        List<Set<String>> basis = found.stream().map(OldRowsInFile::basis).toList();
        if (basis.equals(replaced.map(Replaced::basis).orElse(List.of()))) {
            return;
        }
        Optional<Replaced> before = replaced;
        replaced = found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Replaced(
                        found.stream().mapToLong(OldRowsInFile::count).sum(),
                        basis,
                        RowDeletes.write(table, task, found)));
        if (!unanswered) {
            before.ifPresent(this::removeFiles);
        }
    }

    private Transaction transaction(Base base) {
        Transaction transaction = table.newTransaction();
        UpdateProperties properties = transaction.updateProperties();
        moved().forEach(properties::set);
        properties.commit();
        SnapshotUpdate<?> update =
                replaced.isPresent() ? rowDelta(transaction, base, replaced.get()) : append(transaction);
        update.set(COMMIT_ID, id);
        // Reads the table as it was before this transaction: the transaction's own view already has our offsets.
        update.validateWith(ancestors -> isValidFor(base));
        update.commit();
        return transaction;
    }

    private SnapshotUpdate<?> append(Transaction transaction) {
        AppendFiles append = transaction.newAppend();
        rows.files().forEach(append::appendFile);
        return append;
    }

    private SnapshotUpdate<?> rowDelta(Transaction transaction, Base base, Replaced old) {
        RowDelta delta = transaction.newRowDelta();
        rows.files().forEach(delta::addRows);
        return RowDeletes.add(old.deletes(), delta, base.snapshotId().getAsLong());
    }

    private Map<String, String> moved() {
        Map<String, String> properties = rows.topicIds().entrySet().stream()
                .collect(Collectors.toMap(topic -> TablePositions.topicKey(topic.getKey()), Map.Entry::getValue));
        rows.offsets()
                .forEach((partition, range) ->
                        properties.put(TablePositions.offsetKey(partition), Long.toString(range.next())));
        TablePositions positions = new TablePositions(table.properties());
        for (String corp : rows.keys().corps()) {
            long highest =
                    Math.max(positions.highest(corp).orElse(-1), rows.keys().highest(corp));
            properties.put(TablePositions.highKey(corp), Long.toString(highest));
        }
        properties.put(TablePositions.LAST_COMMIT_ID, id);
        properties.put(TablePositions.LAST_SEQUENCE_NUMBER, Long.toString(nextSequenceNumber()));
        return properties;
    }

    private long nextSequenceNumber() {
        return table.currentSnapshot() == null ? 1 : table.currentSnapshot().sequenceNumber() + 1;
    }

    private void removeFiles() {
        OwnFiles.remove(table, rows.files());
        replaced.ifPresent(this::removeFiles);
    }

    private void removeFiles(Replaced old) {
        OwnFiles.remove(table, old.deletes().deleteFiles());
    }
}
