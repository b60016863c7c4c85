package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.topology.LogContext;

/**
 * Releases what is due, batch by batch, with one set of clients; after any failure a new session takes over.
 *
 * <p>A record is due when the key it needs is there in a revision that was not tried on it: when the key file appears or
 * changes, when the program starts, when the record is parked. It is decrypted before a transaction begins, so that
 * readers of the topics wait for the writing only.
 *
 * <p><b>Threads.</b> Not safe for several, but for {@link #wakeUp}.
 */
final class ReleaseSession implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ReleaseTask task;
    private final RecordDecryption.Ticker ticker;
    private final ReleaseFigures figures;
    private final Burst burst;
    private final ParkedIndex index;
    private final Consumer<byte[], Boolean> tailConsumer;
    private final Consumer<byte[], byte[]> readerConsumer;
    private final Producer<byte[], byte[]> producer;
    private final ParkedTail tail;
    private final ParkedReader reader;
    private final ReleaseTransactions transactions;

    private DuePlan plan = DuePlan.NONE;
    private long plannedChanges = -1;
    private int plannedRevision = -1;

    ReleaseSession(ReleaseTask task, RecordDecryption.Ticker ticker, ReleaseFigures figures) {
        this.task = task;
        this.ticker = ticker;
        this.figures = figures;
        this.burst = new Burst(ticker.nanoTime());
        this.index = new ParkedIndex(task.mostParked());
        this.tailConsumer = task.clients().tail();
        this.readerConsumer = task.clients().reader();
        this.producer = task.clients().producer();
        String parked = task.topics().parked();
        this.tail = new ParkedTail(tailConsumer, readerConsumer, index, parked);
        this.reader = new ParkedReader(readerConsumer, parked);
        this.transactions = new ReleaseTransactions(producer, task.topics());
    }

    /** Has to be called once, first. */
    void begin() {
        producer.initTransactions();
    }

    /**
     * Takes in what was parked meanwhile, then releases one batch, if there is any.
     *
     * @return whether records were tried, however they ended
     * @throws TransientTroubleException when the decryption of the next record needs something that is away
     */
    boolean round() throws TransientTroubleException {
        tail.poll(plan.isDone() ? IDLE : Duration.ZERO);
        figures.waiting(index, tail.ready().size());
        if (!plan.isDone() && !tail.isReady(plan.partition())) {
            plan = DuePlan.NONE;
        }
        if (plan.isDone()) {
            plan = nextPlan();
        }
        if (plan.isDone()) {
            burst.end(index.size());
            return false;
        }
        return releaseBatch();
    }

    private DuePlan nextPlan() {
        long changes = index.changes();
        int revision = task.keys().latestRevision();
        if (changes == plannedChanges && revision == plannedRevision) {
            return DuePlan.NONE;
        }
        for (int partition : tail.ready()) {
            long[] due = index.due(partition, task.keys());
            if (due.length > 0) {
                return new DuePlan(partition, due);
            }
        }
        if (tail.ready().size() == tail.assigned()) {
            plannedChanges = changes;
            plannedRevision = revision;
        }
        return DuePlan.NONE;
    }

    private boolean releaseBatch() throws TransientTroubleException {
        Batch batch = new Batch();
        Optional<TransientTroubleException> trouble = decrypt(batch);
        if (batch.tried().isEmpty() && trouble.isPresent()) {
            throw trouble.get();
        }
        List<ReleasedRecord> changed = batch.changed();
        if (changed.isEmpty() || transactions.commit(changed, tail)) {
            enter(batch, changed);
        } else {
            // Tried again from a plan that knows what is assigned then.
            plan = DuePlan.NONE;
            plannedChanges = -1;
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return !batch.tried().isEmpty();
    }

    private Optional<TransientTroubleException> decrypt(Batch batch) {
        long start = ticker.nanoTime().getAsLong();
        for (ConsumerRecord<byte[], byte[]> record : reader.read(plan.partition(), plan.nextOffset())) {
            if (ticker.nanoTime().getAsLong() - start > LONGEST_BATCH.toNanos()) {
                return Optional.empty();
            }
            try {
                decrypt(record, batch);
            } catch (TransientTroubleException e) {
                return Optional.of(e);
            }
            plan.skipTo(record.offset() + 1);
        }
        plan.skipTo(reader.position(plan.partition()));
        return Optional.empty();
    }

    @SuppressWarnings("try") // The log context is used by being open.
    private void decrypt(ConsumerRecord<byte[], byte[]> record, Batch batch) throws TransientTroubleException {
        Optional<ParkedKey> key = ParkedKey.of(record.key());
        if (key.isEmpty() || !index.isDue(record.partition(), key.get(), record.offset(), task.keys())) {
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

    /** Ends a wait of {@link #round} that is under way, or else the next one. */
    void wakeUp() {
        tailConsumer.wakeup();
        readerConsumer.wakeup();
    }

    /** Leaves the group; an open transaction is aborted. */
    @Override
    public void close() {
        CloseOptions bounded = CloseOptions.timeout(CLOSING);
        try (Consumer<?, ?> leaving = tailConsumer;
                Consumer<?, ?> reading = readerConsumer;
                Producer<?, ?> aborting = producer) {
            aborting.close(CLOSING);
            reading.close(bounded);
            leaving.close(bounded);
        }
    }
}
