package org.wecomarchive.cli.skip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.wecomarchive.cli.commands.CommandStore;
import org.wecomarchive.cli.connect.NoAnswerException;
import org.wecomarchive.cli.connect.RefusedException;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.recovery.UnfetchableRecord;
import org.wecomarchive.schemas.Command;

/**
 * Moves a connector past a record that it has stopped at because the record cannot be fetched, and past no other.
 *
 * <p>Read the status and the offset, record the range, stop, wait until no task is left, change the offset, record that it is
 * done, resume. Killed anywhere it can be given again: the range is on record before anything is changed, and a second run
 * takes the recorded one up instead of making another.
 *
 * <p><b>Bounds.</b> The task has failed with an {@link UnfetchableRecord} right after the stored seq, and the range has at
 * most {@value #MOST_SEQS} seqs.
 */
public final class Skip {

    private static final Duration STOPPING = Duration.ofSeconds(60);
    private static final int MOST_SEQS = 1000;
    private static final String SEQ = "seq";
    private static final String HIGH = "high";

    private final Connector connector;
    private final CommandStore store;
    private final Waiting waiting;
    private final InstantSource clock;

    /**
     * What is to be skipped.
     *
     * @param through last seq that is not fetched
     * @param by who says so
     * @param id of the command if it is a new one
     */
    public record Order(String id, String connector, String corp, long through, String why, String by) {}

    public Skip(Connector connector, CommandStore store, Waiting waiting, InstantSource clock) {
        this.connector = connector;
        this.store = store;
        this.waiting = waiting;
        this.clock = clock;
    }

    /**
     * Carries an order out, or to its end.
     *
     * @return the command as recorded, completed
     * @throws RefusedException when it must not be done now; the message says what was changed, if anything was
     */
    public Command run(Order order) throws RefusedException, InterruptedException {
        SkipLog log = new SkipLog(store, clock, order);
        Connector.Status status = connector.status();
        long seq = number(connector.offset(order.corp()), SEQ);
        Optional<Command> begun = begun(order, log, seq);
        if (begun.isPresent()) {
            return goOn(begun.get(), log, status, seq);
        }
        Optional<Command> done = log.completed();
        if (done.isPresent() && seq >= order.through()) {
            resumeAfter(done.get(), status, seq);
            return done.get();
        }
        requireStuck(status, seq);
        requireBounded(order.through(), seq);
        return carryOut(log.begin(seq + 1), log);
    }

    /** The range that an earlier run began, if the connector still stands at one end of it. */
    private static Optional<Command> begun(Order order, SkipLog log, long seq) throws RefusedException {
        Optional<Command> unfinished = log.unfinished();
        if (unfinished.isEmpty()) {
            return unfinished;
        }
        Command command = unfinished.get();
        boolean standsThere = seq == command.getSkippedFrom() - 1 || seq == command.getSkippedThrough();
        if (!standsThere || command.getSkippedThrough() - command.getSkippedFrom() >= MOST_SEQS) {
            log.giveUp(command, "given up, for the connector's offset says seq " + seq + " now");
            return Optional.empty();
        }
        if (command.getSkippedThrough() != order.through()) {
            throw new RefusedException("a skip through " + command.getSkippedThrough()
                    + " was interrupted: give it again, with that --through, before another one");
        }
        return unfinished;
    }

    private Command goOn(Command begun, SkipLog log, Connector.Status status, long seq)
            throws RefusedException, InterruptedException {
        if (seq == begun.getSkippedThrough()) {
            Command completed = log.complete(begun);
            resumeAfter(completed, status, seq);
            return completed;
        }
        if (status.state() != Connector.State.STOPPED) {
            requireStuck(status, seq);
        }
        return carryOut(begun, log);
    }

    /** A run may have been killed right before it resumed the connector. */
    private void resumeAfter(Command completed, Connector.Status status, long seq)
            throws RefusedException, InterruptedException {
        if (status.state() == Connector.State.STOPPED && seq == completed.getSkippedThrough()) {
            connector.resume();
        }
    }

    private static void requireStuck(Connector.Status status, long seq) throws RefusedException {
        switch (status.state()) {
            case WORKING ->
                throw new RefusedException(
                        "the connector's task has not failed: skip is for a connector that a record stops again and again;"
                                + " nothing was changed; where failed tasks are restarted by themselves, wait for the next failure");
            case STOPPED ->
                throw new RefusedException(
                        "the connector was stopped, which says nothing about a record: resume it, and skip once its task has"
                                + " failed; nothing was changed");
            case FAILED -> requireStuckAfter(seq, UnfetchableRecord.in(status.trace()));
        }
    }

    private static void requireStuckAfter(long seq, Optional<UnfetchableRecord> record) throws RefusedException {
        if (record.isEmpty()) {
            throw new RefusedException("the connector's task has not failed at a record that cannot be fetched: its"
                    + " trace in Connect's status says what is to be done; nothing was changed");
        }
        if (record.get().after() != seq) {
            throw new RefusedException("the connector's task failed after seq "
                    + record.get().after() + ", but its offset says " + seq
                    + ": restart the task, and skip once it has failed again; nothing was changed");
        }
    }

    private static void requireBounded(long through, long seq) throws RefusedException {
        if (through <= seq) {
            throw new RefusedException(
                    "--through " + through + " is not beyond seq " + seq + ", which was fetched: nothing was changed");
        }
        if (through - seq > MOST_SEQS) {
            throw new RefusedException("--through " + through + " is more than " + MOST_SEQS + " beyond seq " + seq
                    + ": nothing was changed; if the connector still fails behind a smaller skip, give another one");
        }
    }

    private Command carryOut(Command command, SkipLog log) throws RefusedException, InterruptedException {
        stop();
        ObjectNode offset = connector.offset(command.getCorpId());
        long seq = number(offset, SEQ);
        if (seq != command.getSkippedFrom() - 1) {
            log.giveUp(command, "given up, for the connector went on to seq " + seq + " before it was stopped");
            connector.resume();
            throw new RefusedException("the connector went on to seq " + seq
                    + " before it could be stopped: nothing was skipped, and it is resumed");
        }
        ObjectNode moved = offset.deepCopy();
        moved.put(SEQ, command.getSkippedThrough());
        moved.put(HIGH, Math.max(number(offset, HIGH), command.getSkippedThrough()));
        connector.alter(command.getCorpId(), moved);
        Command completed = log.complete(command);
        connector.resume();
        return completed;
    }

    private void stop() throws RefusedException, InterruptedException {
        connector.stop();
        boolean stopped = waiting.until(() -> connector.status().state() == Connector.State.STOPPED, STOPPING);
        if (!stopped) {
            throw new NoAnswerException("the connector did not stop within " + STOPPING.toSeconds()
                    + " s: nothing was skipped yet; give the same command again");
        }
    }

    private static long number(ObjectNode offset, String field) throws RefusedException {
        JsonNode value = offset.path(field);
        if (!value.isIntegralNumber()) {
            throw new RefusedException("the stored offset has no integral " + field
                    + ": this is not a connector of the archive, and nothing was changed");
        }
        return value.asLong();
    }
}
