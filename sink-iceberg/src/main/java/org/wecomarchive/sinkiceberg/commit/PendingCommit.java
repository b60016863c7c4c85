package org.wecomarchive.sinkiceberg.commit;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.wecomarchive.sinkiceberg.write.FileRemoval;
import org.wecomarchive.sinkiceberg.write.KeySet;

/**
 * Sealed rows that are to become part of the table, exactly once, over as many attempts as it takes.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>An attempt looks at one state of the table, its <i>base</i>, and takes effect only if offsets and snapshot are still
 *       those of the base. So at most one commit ever moves a partition from an offset, and the keys found in the base are
 *       all there are.
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
    private final KeyDeletes deletes;
    private final KnownKeys known;
    private final String id = UUID.randomUUID().toString();
    private Optional<Replaced> replaced = Optional.empty();
    private boolean attempted;
    private boolean unanswered;

    /** Keys that the base has a row for, and the file that deletes those rows. */
    private record Replaced(long keys, DeleteFile file) {}

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
        this.deletes = new KeyDeletes(table, task);
        this.known = new KnownKeys(rows.keys());
    }

    /**
     * One attempt. Any exception leaves the outcome open; the next attempt finds out.
     */
    public Answer attempt() {
        table.refresh();
        if (attempted && landed()) {
            return Answer.COMMITTED;
        }
        Base base = Base.of(table, rows.offsets().keySet());
        if (!base.isAt(rows.offsets())) {
            return Answer.SUPERSEDED;
        }
        replace(known.in(table));
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
        return replaced.map(Replaced::keys).orElse(0L);
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
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .anyMatch(snapshot -> id.equals(snapshot.summary().get(COMMIT_ID)));
    }

    /**
     * Whether nothing has changed since we looked. A catalog may have taken the commit and then refuse its repetition; a
     * mere no would make Iceberg remove the manifests of the live snapshot, so that is not refused but not known.
     */
    private boolean isValidFor(Base base) {
        if (isInHistory()) {
            throw new CommitStateUnknownException(
                    new IllegalStateException("the commit was refused after it had been taken"));
        }
        return base.isStill(table);
    }

    private void replace(KeySet found) {
        // The keys found only ever become more.
        if (replacedRows() == found.size()) {
            return;
        }
        Optional<Replaced> before = replaced;
        replaced = Optional.of(new Replaced(found.size(), deletes.write(table, found)));
        if (!unanswered) {
            before.ifPresent(old -> FileRemoval.remove(table, old.file().location()));
        }
    }

    private Transaction transaction(Base base) {
        Transaction transaction = table.newTransaction();
        UpdateProperties properties = transaction.updateProperties();
        moved().forEach(properties::set);
        properties.commit();
        SnapshotUpdate<?> update = replaced.isPresent() ? rowDelta(transaction, replaced.get()) : append(transaction);
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

    private SnapshotUpdate<?> rowDelta(Transaction transaction, Replaced old) {
        RowDelta delta = transaction.newRowDelta();
        rows.files().forEach(delta::addRows);
        return delta.addDeletes(old.file());
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
        return properties;
    }

    private void removeFiles() {
        rows.files().forEach(file -> FileRemoval.remove(table, file.location()));
        replaced.ifPresent(old -> FileRemoval.remove(table, old.file().location()));
    }
}
