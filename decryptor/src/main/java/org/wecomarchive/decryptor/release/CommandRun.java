package org.wecomarchive.decryptor.release;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandState;

/**
 * A release by command in one partition of the parked topic: everything at {@code position} and after it, and before
 * {@code end}, is still to be tried. It is written with each batch, so that whoever takes over goes on from there.
 *
 * @param end {@link #UNKNOWN} until it is accepted
 */
record CommandRun(Command request, int part, long position, long end, CommandTally tally) {

    static final long UNKNOWN = -1;

    /** A command that nobody has begun here. */
    static CommandRun begin(Command request, int part) {
        return new CommandRun(request, part, 0, UNKNOWN, CommandTally.NOTHING);
    }

    /** What {@code progress} says. */
    static CommandRun resume(Command request, Command progress) {
        CommandTally tally = new CommandTally(
                number(progress.getEvents()),
                number(progress.getParked()),
                number(progress.getDeadLetters()),
                number(progress.getErased()));
        long end = progress.getEnd() == null ? UNKNOWN : progress.getEnd();
        return new CommandRun(request, progress.getPart(), number(progress.getPosition()), end, tally);
    }

    private static long number(Long counted) {
        return counted == null ? 0 : counted;
    }

    boolean isAccepted() {
        return end != UNKNOWN;
    }

    CommandRun acceptedUpTo(long offset) {
        return new CommandRun(request, part, position, offset, tally);
    }

    CommandRun after(Batch batch, long next) {
        return new CommandRun(request, part, next, end, tally.plus(batch));
    }

    /** Whether the command is about records of this group. */
    boolean wants(ParkedGroup group) {
        return group.reason().text().equals(request.getReason())
                && (request.getCorpId() == null || request.getCorpId().equals(group.corp()));
    }

    /** The seqs that the command names; empty when it means all. */
    Set<Long> seqs() {
        return new HashSet<>(request.getSeqs());
    }

    /** What is written of it. */
    Command record(CommandState state, Instant now) {
        return Command.newBuilder(request)
                .setPart(part)
                .setState(state.text())
                .setUpdatedAt(now)
                .setPosition(position)
                .setEnd(isAccepted() ? end : null)
                .setEvents(tally.events())
                .setParked(tally.parked())
                .setDeadLetters(tally.deadLetters())
                .setErased(tally.erased())
                .build();
    }
}
