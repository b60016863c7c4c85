package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;

/**
 * Releases what is due, batch by batch, with one set of clients; after any failure a new session takes over.
 *
 * <p>A record is due when the key it needs is there and was not tried on it: when the record is parked, when the key file appears
 * or changes, when the partition comes here. Only in the last two cases is the partition read from its beginning, the second time
 * only if a record waits for that key. Once nothing is due, commands of operators have their turn, and then what has failed.
 *
 * <p><b>Threads.</b> Not safe for several, but for {@link #wakeUp}.
 */
final class ReleaseSession implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final ReleaseFigures figures;
    private final SliceBudget budget;
    private final Consumer<byte[], Boolean> tailConsumer;
    private final Consumer<byte[], byte[]> readerConsumer;
    private final Producer<byte[], byte[]> producer;
    private final ParkedTail tail;
    private final ReleaseBatches batches;
    private final Consumer<byte[], byte[]> commandConsumer;
    private final CommandTail commands;
    private final CommandRelease ordered;

    private boolean busy;

    /** Clients that batches are read and written with. */
    record Clients(Consumer<byte[], byte[]> reader, Producer<byte[], byte[]> producer) {}

    ReleaseSession(ReleaseTask task, RecordDecryption.Ticker ticker, ReleaseFigures figures) {
        this.figures = figures;
        this.budget = new SliceBudget(task.sliceRecords());
        this.tailConsumer = task.clients().tail();
        this.readerConsumer = task.clients().reader();
        this.producer = task.clients().producer();
        String parked = task.topics().parked();
        this.tail = new ParkedTail(tailConsumer, readerConsumer, task.keys(), budget, parked);
        this.batches = new ReleaseBatches(task, ticker, figures, tail, new Clients(readerConsumer, producer));
        this.commandConsumer = task.clients().commands();
        this.commands =
                new CommandTail(commandConsumer, readerConsumer, task.topics().commands(), task.commands());
        this.ordered = new CommandRelease(task, ticker, budget, tail, commands, batches);
    }

    /** Has to be called once, first. */
    void begin() {
        producer.initTransactions();
        commands.begin();
    }

    /**
     * Takes in what was parked meanwhile, then does the next piece of work, if there is any.
     *
     * @return whether there was any
     * @throws TransientTroubleException when none of the next records gets an outcome because something is away
     */
    boolean round() throws TransientTroubleException {
        tail.poll(busy ? Duration.ZERO : IDLE);
        figures.waiting(tail.served());
        // Until it is known better, for an exception.
        busy = false;
        busy = releaseByKey() || Turns.take(List.of(ordered::round, this::tryFailedAgain));
        if (!busy && tail.ready().size() == tail.served().size()) {
            batches.rest();
        }
        return busy;
    }

    private boolean releaseByKey() throws TransientTroubleException {
        for (ParkedPartition partition : tail.ready()) {
            if (partition.dueByCommand().isEmpty() && advance(partition)) {
                return true;
            }
        }
        return false;
    }

    private boolean advance(ParkedPartition partition) throws TransientTroubleException {
        DueRecords due = partition.dueByKey();
        OptionalLong nextSlice = due.nextSlice();
        if (!due.isThrough()) {
            batches.releaseByKey(partition);
            return true;
        }
        if (nextSlice.isPresent()) {
            if (budget.hasRoom()) {
                tail.sweep(partition, nextSlice.getAsLong());
            }
            return budget.hasRoom();
        }
        if (partition.beginNextSweep()) {
            tail.sweep(partition);
            return true;
        }
        return false;
    }

    private boolean tryFailedAgain() throws TransientTroubleException {
        List<Turns.Work> turns = new ArrayList<>();
        for (ParkedPartition partition : tail.ready()) {
            if (partition.dueByKey().hasSetAside()) {
                turns.add(() -> {
                    partition.dueByKey().takeUpAgain();
                    return batches.releaseByKey(partition);
                });
            }
        }
        return Turns.take(turns);
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
