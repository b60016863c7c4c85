package org.wecomarchive.decryptor.release;

import java.time.Instant;
import java.util.Set;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.parked.ParkedGroup;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandState;

/**
 * A release by command in one partition of the parked topic. The records from {@code position}, inclusive, to {@code end},
 * exclusive, are still to be tried. It is written with each batch, so that the next owner of the partition goes on from there.
 *
 * @param progress what was written last, or would be
 */
record CommandRun(Command request, Command progress) {

    /** A command that nobody has begun here. */
    static CommandRun begin(Command request, int part) {
        Command.Builder nothing = Command.newBuilder(request);
        nothing.setPart(part).setPosition(0L).setEnd(null);
        nothing.setEvents(0L).setParked(0L).setDeadLetters(0L).setErased(0L);
        return new CommandRun(request, nothing.build());
    }

    int part() {
        return progress.getPart();
    }

    long position() {
        return progress.getPosition();
    }

    /** Only for a command that {@linkplain #isAccepted is accepted}. */
    long end() {
        return progress.getEnd();
    }

    boolean isAccepted() {
        return progress.getEnd() != null;
    }

    CommandRun acceptedUpTo(long offset) {
        return new CommandRun(
                request, Command.newBuilder(progress).setEnd(offset).build());
    }

    CommandRun after(ReleaseBatch batch, long next) {
        return new CommandRun(
                request,
                Command.newBuilder(progress)
                        .setPosition(next)
                        .setEvents(number(progress.getEvents()) + batch.tried(Destination.EVENTS))
                        .setParked(number(progress.getParked()) + batch.tried(Destination.PARKED))
                        .setDeadLetters(number(progress.getDeadLetters()) + batch.tried(Destination.DEAD_LETTERS))
                        .setErased(number(progress.getErased()) + batch.tried(Destination.ERASED))
                        .build());
    }

    private static long number(Long counted) {
        return counted == null ? 0 : counted;
    }

    /** Whether the command is about records of this group. */
    boolean wants(ParkedGroup group) {
        return group.reason().text().equals(request.getReason())
                && (request.getCorpId() == null || request.getCorpId().equals(group.corp()));
    }

    /** The records that are still to be tried. */
    ParkedPartition.Selection selection() {
        return new ParkedPartition.Selection(position(), end(), this::wants, Set.copyOf(request.getSeqs()));
    }

    /** What is written of it. */
    Command record(CommandState state, Instant now) {
        return Command.newBuilder(progress)
                .setState(state.text())
                .setUpdatedAt(now)
                .build();
    }
}
