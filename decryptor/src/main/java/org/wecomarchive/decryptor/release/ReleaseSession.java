package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.follow.WholeTopic;
import org.wecomarchive.decryptor.parked.DueRecords;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.decryptor.parked.ParkedPartitions;

/**
 * Releases what is due, batch by batch, with one set of clients; after any failure a new session takes over.
 *
 * <p>A record is due if the key that it needs is there and was not tried on it. It may become due when it is parked, when a key
 * file appears or changes, and when its partition comes to this instance. The partition is read from its beginning when it comes, and
 * when a key appears or changes that one of its records waits for. When nothing is due, the commands of operators have their turn, then
 * the records that failed.
 *
 * <p><b>Threads.</b> Not safe for several, but for {@link #wakeUp}.
 */
final class ReleaseSession implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMillis(250);

    private final ReleaseFigures figures;
    private final ReleaseClients clients;
    private final ParkedPartitions assigned;
    private final ReleaseBatches batches;
    private final CommandTopic commands;
    private final CommandRelease ordered;

    private boolean busy;

    /** A piece of work. */
    private interface Piece {
        /** Returns whether there was anything to do. */
        boolean run() throws TransientTroubleException;
    }

    ReleaseSession(ReleaseContext context) {
        this.figures = context.figures();
        this.clients = context.clients().get();
        this.assigned = new ParkedPartitions(
                clients.member(),
                clients.reader(),
                context.keys(),
                context.sliceRecords(),
                context.topics().parked());
        this.commands = new CommandTopic(
                new WholeTopic(
                        clients.commands(), clients.reader(), context.topics().commands()),
                context.commands().reader());
        this.batches = new ReleaseBatches(context, clients, assigned, commands);
        this.ordered = new CommandRelease(context, assigned, commands, batches);
    }

    /** Has to be called once, first. */
    void begin() {
        clients.producer().initTransactions();
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
        busy = releaseByKey() || takeTurns();
        if (!busy && assigned.ready().size() == assigned.served().size()) {
            figures.rest();
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
        if (!due.isThrough()) {
            batches.releaseByKey(partition);
            return true;
        }
        if (due.nextSlice().isPresent()) {
            boolean goesOn = assigned.hasRoom();
            if (goesOn) {
                assigned.sweep(partition, due.nextSlice().getAsLong());
            }
            return goesOn;
        }
        if (partition.beginNextSweep()) {
            assigned.sweep(partition);
            return true;
        }
        return false;
    }

    /** Does the first piece of the rest for which there is something to do, whatever happens to the others. */
    private boolean takeTurns() throws TransientTroubleException {
        List<ParkedPartition> ready = assigned.ready();
        List<Piece> pieces = new ArrayList<>();
        pieces.add(() -> commands.poll(assigned.served()));
        ready.forEach(partition -> pieces.add(() -> ordered.advance(partition)));
        ready.forEach(
                partition -> pieces.add(() -> partition.dueByKey().takeUpAgain() && batches.releaseByKey(partition)));
        Optional<TransientTroubleException> trouble = Optional.empty();
        for (Piece piece : pieces) {
            try {
                if (piece.run()) {
                    return true;
                }
            } catch (TransientTroubleException e) {
                trouble = Optional.of(e);
            }
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return false;
    }

    /** Ends a wait of {@link #round} that is under way, or else the next one. */
    void wakeUp() {
        clients.wakeUp();
    }

    /** Leaves the group; an open transaction is aborted. */
    @Override
    public void close() {
        clients.close();
    }
}
