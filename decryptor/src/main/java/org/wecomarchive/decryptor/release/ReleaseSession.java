package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;

/**
 * Releases what is due, batch by batch, with one set of clients; after any failure a new session takes over.
 *
 * <p>A record is due when the key it needs is there in a revision that was not tried on it: when the key file appears or
 * changes, when the program starts, when the record is parked. Once nothing is due, commands of operators have their turn.
 *
 * <p><b>Threads.</b> Not safe for several, but for {@link #wakeUp}.
 */
final class ReleaseSession implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ReleaseTask task;
    private final ReleaseFigures figures;
    private final ParkedIndex index;
    private final Consumer<byte[], Boolean> tailConsumer;
    private final Consumer<byte[], byte[]> readerConsumer;
    private final Producer<byte[], byte[]> producer;
    private final ParkedTail tail;
    private final ReleaseBatches batches;
    private final Consumer<byte[], byte[]> commandConsumer;
    private final CommandTail commands;
    private final CommandRelease ordered;

    private DuePlan plan = DuePlan.NONE;
    private long plannedChanges = -1;
    private int plannedRevision = -1;

    /** Clients that batches are read and written with. */
    record Clients(Consumer<byte[], byte[]> reader, Producer<byte[], byte[]> producer) {}

    ReleaseSession(ReleaseTask task, RecordDecryption.Ticker ticker, ReleaseFigures figures) {
        this.task = task;
        this.figures = figures;
        this.index = new ParkedIndex(task.mostParked());
        this.tailConsumer = task.clients().tail();
        this.readerConsumer = task.clients().reader();
        this.producer = task.clients().producer();
        String parked = task.topics().parked();
        this.tail = new ParkedTail(tailConsumer, readerConsumer, index, parked);
        this.batches = new ReleaseBatches(task, ticker, figures, index, tail, new Clients(readerConsumer, producer));
        this.commandConsumer = task.clients().commands();
        this.commands =
                new CommandTail(commandConsumer, readerConsumer, task.topics().commands(), task.commands());
        this.ordered = new CommandRelease(task, ticker, index, tail, commands, batches);
    }

    /** Has to be called once, first. */
    void begin() {
        producer.initTransactions();
        commands.begin();
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
        boolean worked = plan.isDone() ? ordered.round() : releaseBatch();
        if (!worked && plan.isDone()) {
            batches.rest();
        }
        return worked;
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
        boolean through = batches.release(plan, this::isDue, batch -> Optional.empty());
        if (!through) {
            // Tried again from a plan that knows what is assigned then.
            plan = DuePlan.NONE;
            plannedChanges = -1;
        }
        return through;
    }

    private boolean isDue(ConsumerRecord<byte[], byte[]> record, ParkedKey key) {
        return index.isDue(record.partition(), key, record.offset(), task.keys());
    }

    /** Ends a wait of {@link #round} that is under way, or else the next one. */
    void wakeUp() {
        tailConsumer.wakeup();
        readerConsumer.wakeup();
        commandConsumer.wakeup();
    }

    /** Leaves the group; an open transaction is aborted. */
    @Override
    public void close() {
        CloseOptions bounded = CloseOptions.timeout(CLOSING);
        try (Consumer<?, ?> leaving = tailConsumer;
                Consumer<?, ?> ordering = commandConsumer;
                Consumer<?, ?> reading = readerConsumer;
                Producer<?, ?> aborting = producer) {
            aborting.close(CLOSING);
            reading.close(bounded);
            ordering.close(bounded);
            leaving.close(bounded);
        }
    }
}
