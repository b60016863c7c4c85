package org.wecomarchive.decryptor.release;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.parked.DueRecords;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.decryptor.parked.ParkedPartitions;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandState;

/**
 * Carries out the releases that operators have ordered, in the partitions served here. A command tries each of its records once.
 *
 * <p>Every batch writes the progress of its command in the same transaction. After a kill at any point, the next owner of the
 * partition tries exactly the records that were not tried. A record that was parked after the command was accepted does not belong to
 * it.
 *
 * <p>Not safe for use by several threads.
 */
final class CommandRelease {

    private static final Logger log = LoggerFactory.getLogger(CommandRelease.class);

    private final ReleaseContext context;
    private final ParkedPartitions assigned;
    private final CommandTopic commands;
    private final ReleaseBatches batches;

    CommandRelease(ReleaseContext context, ParkedPartitions assigned, CommandTopic commands, ReleaseBatches batches) {
        this.context = context;
        this.assigned = assigned;
        this.commands = commands;
        this.batches = batches;
    }

    /**
     * Does one step of one command, if there is any for this partition.
     *
     * @return whether something was done
     * @throws TransientTroubleException when none of the next records gets an outcome because something is away
     */
    boolean advance(ParkedPartition partition) throws TransientTroubleException {
        Optional<CommandRun> run = commands.next(partition.number());
        return run.isPresent() && advance(partition, run.get());
    }

    private boolean advance(ParkedPartition partition, CommandRun run) throws TransientTroubleException {
        if (!run.isAccepted()) {
            return accept(partition, run);
        }
        Optional<DueRecords> due = partition.dueByCommand();
        if (due.isPresent()) {
            return release(partition, run, due.get());
        }
        if (!partition.parked().hasAny(run::wants)) {
            return complete(partition, run);
        }
        if (!assigned.hasRoom()) {
            return false;
        }
        partition.beginCommand(run.selection());
        assigned.sweep(partition, run.position());
        return true;
    }

    private boolean accept(ParkedPartition partition, CommandRun run) {
        boolean accepted = write(partition, run.acceptedUpTo(partition.entered()), CommandState.ACCEPTED);
        if (accepted && ParkedReason.NATIVE_CRASH.text().equals(run.request().getReason())) {
            // Once a command: a payload that crashes the library again is condemned again, and the command goes on.
            context.payloads().overrule(context.topics().parked(), partition.number());
        }
        return accepted;
    }

    /** A slice of the command; after it, and whenever something is away, keys have their turn. */
    private boolean release(ParkedPartition partition, CommandRun run, DueRecords due)
            throws TransientTroubleException {
        if (due.isThrough()) {
            boolean last = due.nextSlice().isEmpty();
            assigned.sweep(partition, partition.endCommand());
            return !last || complete(partition, run);
        }
        try {
            return batches.releaseByCommand(partition, due, batch -> {
                long next =
                        due.firstAfter(batch.through()).orElse(due.nextSlice().orElse(run.end()));
                return record(run.after(batch, next), CommandState.IN_PROGRESS);
            });
        } catch (TransientTroubleException e) {
            assigned.sweep(partition, partition.endCommand());
            throw e;
        }
    }

    private boolean complete(ParkedPartition partition, CommandRun run) {
        return write(partition, run, CommandState.COMPLETED);
    }

    private boolean write(ParkedPartition partition, CommandRun run, CommandState state) {
        boolean written = batches.write(partition, record(run, state));
        if (written) {
            log.info("command {} is {} in partition {}", run.request().getId(), state.text(), run.part());
        }
        return written;
    }

    private Command record(CommandRun run, CommandState state) {
        return run.record(state, context.clocks().clock().instant());
    }
}
