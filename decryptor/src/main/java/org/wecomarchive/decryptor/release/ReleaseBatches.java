package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.topology.LogContext;

/**
 * Tries parked records of a plan and commits what has changed.
 *
 * <p>Records are decrypted before a transaction begins, so that readers of the topics wait for the writing only. Not safe
 * for use by several threads.
 */
final class ReleaseBatches {

    private static final Duration LONGEST_BATCH = Duration.ofSeconds(2);

    private final ReleaseTask task;
    private final RecordDecryption.Ticker ticker;
    private final ReleaseFigures figures;
    private final Burst burst;
    private final ParkedIndex index;
    private final ParkedTail tail;
    private final ParkedReader reader;
    private final ReleaseTransactions transactions;

    /** Whether a record that was read belongs to the plan and is still what the plan was made for. */
    @FunctionalInterface
    interface Selection {
        boolean isWanted(ConsumerRecord<byte[], byte[]> record, ParkedKey key);
    }

    /**
     * Something that is written in the same transaction.
     *
     * @param committed runs once it is
     */
    record Step(ProducerRecord<byte[], byte[]> record, Runnable committed) {}

    ReleaseBatches(
            ReleaseTask task,
            RecordDecryption.Ticker ticker,
            ReleaseFigures figures,
            ParkedIndex index,
            ParkedTail tail,
            ReleaseSession.Clients clients) {
        this.task = task;
        this.ticker = ticker;
        this.figures = figures;
        this.burst = new Burst(ticker.nanoTime());
        this.index = index;
        this.tail = tail;
        this.reader = new ParkedReader(clients.reader(), task.topics().parked());
        this.transactions = new ReleaseTransactions(clients.producer(), task.topics());
    }

    /**
     * Tries the next records of the plan.
     *
     * @param step what is written with them, if anything, given what was tried
     * @return whether the batch is through; if not, a new plan has to be made
     * @throws TransientTroubleException when the decryption of the next record needs something that is away; what was tried
     *     before is committed
     */
    boolean release(DuePlan plan, Selection selection, Function<Batch, Optional<Step>> step)
            throws TransientTroubleException {
        Batch batch = new Batch();
        Optional<TransientTroubleException> trouble = decrypt(plan, selection, batch);
        if (batch.tried().isEmpty() && trouble.isPresent()) {
            throw trouble.get();
        }
        boolean through = commit(plan.partition(), batch, step.apply(batch));
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return through;
    }

    /** Writes a step alone; whether it was committed. */
    boolean write(int partition, Step step) {
        return commit(partition, new Batch(), Optional.of(step));
    }

    /** There is nothing to do. */
    void rest() {
        burst.end(index.size());
    }

    private boolean commit(int partition, Batch batch, Optional<Step> step) {
        List<ReleasedRecord> changed = batch.changed();
        boolean nothing = changed.isEmpty() && step.isEmpty();
        if (!nothing && !transactions.commit(partition, changed, step.map(Step::record), tail)) {
            return false;
        }
        enter(batch, changed);
        step.ifPresent(written -> written.committed().run());
        return true;
    }

    private Optional<TransientTroubleException> decrypt(DuePlan plan, Selection selection, Batch batch) {
        long start = ticker.nanoTime().getAsLong();
        for (ConsumerRecord<byte[], byte[]> record : reader.read(plan.partition(), plan.nextOffset())) {
            if (ticker.nanoTime().getAsLong() - start > LONGEST_BATCH.toNanos()) {
                return Optional.empty();
            }
            try {
                decrypt(record, selection, batch);
            } catch (TransientTroubleException e) {
                return Optional.of(e);
            }
            plan.skipTo(record.offset() + 1);
        }
        plan.skipTo(reader.position(plan.partition()));
        return Optional.empty();
    }

    @SuppressWarnings("try") // The log context is used by being open.
    private void decrypt(ConsumerRecord<byte[], byte[]> record, Selection selection, Batch batch)
            throws TransientTroubleException {
        Optional<ParkedKey> key = ParkedKey.of(record.key()).filter(known -> selection.isWanted(record, known));
        if (key.isEmpty()) {
            return;
        }
        ParkedGroup group = index.group(record.partition(), key.get());
        // Before the key is used: if it changes in between, the record is tried once more.
        int revision = task.keys().revision(group.corp(), group.keyVersion());
        RecordPosition position = new RecordPosition(record.topic(), record.partition(), record.offset());
        try (LogContext coordinates = LogContext.of(position, record.headers())) {
            Outcome outcome =
                    task.decryption().decrypt(position, record.value()).outcome();
            batch.add(new ReleasedRecord(record, key.get(), revision, outcome), group);
        }
    }

    private void enter(Batch batch, List<ReleasedRecord> committed) {
        for (ReleasedRecord record : batch.tried()) {
            int partition = record.parked().partition();
            if (record.isResolved()) {
                index.resolve(partition, record.key());
            } else {
                index.tried(partition, record.key(), record.revision());
            }
        }
        if (!committed.isEmpty()) {
            figures.committed(committed, ticker.clock().instant());
        }
        figures.waiting(index, tail.ready().size());
        burst.add(batch.tried().size(), committed, index.size());
    }
}
