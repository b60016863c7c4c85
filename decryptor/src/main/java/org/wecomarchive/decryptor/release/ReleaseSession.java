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
import org.wecomarchive.decryptor.parked.DueRecords;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.decryptor.parked.ParkedPartitions;
import org.wecomarchive.decryptor.parked.SliceBudget;

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
    private final Consumer<byte[], Boolean> memberConsumer;
    private final Consumer<byte[], byte[]> readerConsumer;
    private final Producer<byte[], byte[]> producer;
    private final ParkedPartitions assigned;
    private final ReleaseBatches batches;
    private final Consumer<byte[], byte[]> commandConsumer;
    private final CommandTopic commands;
    private final CommandRelease ordered;

    private boolean busy;

    /** Clients that batches are read and written with. */
    record Clients(Consumer<byte[], byte[]> reader, Producer<byte[], byte[]> producer) {}

    ReleaseSession(ReleaseContext context, RecordDecryption.Clocks clocks, ReleaseFigures figures) {
        this.figures = figures;
        this.budget = new SliceBudget(context.sliceRecords());
        this.memberConsumer = context.clients().member();
        this.readerConsumer = context.clients().reader();
        this.producer = context.clients().producer();
        String parked = context.topics().parked();
        this.assigned = new ParkedPartitions(memberConsumer, readerConsumer, context.keys(), budget, parked);
        this.batches = new ReleaseBatches(context, clocks, figures, assigned, new Clients(readerConsumer, producer));
        this.commandConsumer = context.clients().commands();
        this.commands = new CommandTopic(
                commandConsumer,
                readerConsumer,
                context.topics().commands(),
                context.commands().reader());
        this.ordered = new CommandRelease(context, clocks, budget, assigned, commands, batches);
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
        assigned.poll(busy ? Duration.ZERO : IDLE);
        figures.waiting(assigned.served());
        // Until it is known better, for an exception.
        busy = false;
        busy = releaseByKey() || Turns.take(List.of(ordered::round, this::tryFailedAgain));
        if (!busy && assigned.ready().size() == assigned.served().size()) {
            batches.rest();
        }
        return busy;
    }

    private boolean releaseByKey() throws TransientTroubleException {
        for (ParkedPartition partition : assigned.ready()) {
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
                assigned.sweep(partition, nextSlice.getAsLong());
            }
            return budget.hasRoom();
        }
        if (partition.beginNextSweep()) {
            assigned.sweep(partition);
            return true;
        }
        return false;
    }

    private boolean tryFailedAgain() throws TransientTroubleException {
        List<Turns.Work> turns = new ArrayList<>();
        for (ParkedPartition partition : assigned.ready()) {
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
        memberConsumer.wakeup();
        readerConsumer.wakeup();
        commandConsumer.wakeup();
    }

    /** Leaves the group; an open transaction is aborted. */
    @Override
    public void close() {
        CloseOptions bounded = CloseOptions.timeout(CLOSING);
        try (Consumer<?, ?> leaving = memberConsumer;
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
