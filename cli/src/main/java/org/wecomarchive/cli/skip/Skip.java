package org.wecomarchive.cli.skip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.cli.commands.CommandStore;
import org.wecomarchive.cli.wait.Waiting;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;

/**
 * Moves a failed connector past records that cannot be fetched.
 *
 * <p>Stop, wait until no task is left, read the offset, record the range, change the offset, record that it is done, resume.
 * Killed anywhere it can be given again: the range is on record before it is skipped, and a second run takes the recorded
 * one up instead of making another.
 */
public final class Skip {

    private static final Duration STOPPING = Duration.ofSeconds(60);
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
     * @throws SkipRefusedException when it must not be done now; the connector may be stopped then
     */
    public Command run(Order order) throws SkipRefusedException, InterruptedException {
        Optional<Command> earlier = earlier(order);
        if (connector.state() == Connector.State.WORKING) {
            if (earlier.filter(Skip::isCompleted).isPresent()) {
                return earlier.get();
            }
            throw new SkipRefusedException("the connector's task has not failed: skip is for a connector that a record"
                    + " stops again and again; nothing was changed");
        }
        stop();
        Command completed = carryOut(order, earlier);
        connector.resume();
        return completed;
    }

    private void stop() throws SkipRefusedException, InterruptedException {
        connector.stop();
        boolean stopped = waiting.until(() -> connector.state() == Connector.State.STOPPED, STOPPING);
        if (!stopped) {
            throw new SkipRefusedException(
                    "the connector did not stop within " + STOPPING + ": nothing was changed; give the command again");
        }
    }

    private Command carryOut(Order order, Optional<Command> earlier) throws SkipRefusedException, InterruptedException {
        ObjectNode offset = connector.offset(order.corp());
        long seq = number(offset, SEQ);
        if (earlier.filter(command -> !isCompleted(command)).isPresent()) {
            return apply(order, earlier.get(), offset);
        }
        if (order.through() > seq) {
            Command command = command(order, seq + 1);
            store.write(command);
            return apply(order, command, offset);
        }
        return earlier.orElseThrow(() -> new SkipRefusedException("--through " + order.through() + " is not beyond seq "
                + seq + ", which was fetched: nothing was changed; the connector is stopped"));
    }

    private Command apply(Order order, Command command, ObjectNode offset)
            throws SkipRefusedException, InterruptedException {
        if (number(offset, SEQ) < order.through()) {
            ObjectNode moved = offset.deepCopy();
            moved.put(SEQ, order.through());
            moved.put(HIGH, Math.max(number(offset, HIGH), order.through()));
            connector.alter(order.corp(), moved);
        }
        Command completed = Command.newBuilder(command)
                .setState(CommandState.COMPLETED.text())
                .setUpdatedAt(clock.instant())
                .build();
        store.write(completed);
        return completed;
    }

    private static long number(ObjectNode offset, String field) throws SkipRefusedException {
        JsonNode value = offset.path(field);
        if (!value.isIntegralNumber()) {
            throw new SkipRefusedException("the stored offset has no integral " + field
                    + ": this is not a connector of the archive, and nothing was changed");
        }
        return value.asLong();
    }

    /** The same order if it was given before: a completed one, or one that was interrupted. */
    private Optional<Command> earlier(Order order) throws SkipRefusedException {
        List<Command> ours = store.read().stream()
                .filter(command -> command.getKind().equals(CommandKind.SKIP.text())
                        && order.connector().equals(command.getConnector())
                        && order.corp().equals(command.getCorpId()))
                .toList();
        Optional<Command> other = ours.stream()
                .filter(command -> !isCompleted(command) && command.getSkippedThrough() != order.through())
                .findFirst();
        if (other.isPresent()) {
            throw new SkipRefusedException("a skip through " + other.get().getSkippedThrough()
                    + " was interrupted: give it again, with that --through, before another one");
        }
        return ours.stream()
                .filter(command -> command.getSkippedThrough() == order.through())
                .reduce((first, last) -> last);
    }

    private static boolean isCompleted(Command command) {
        return command.getState().equals(CommandState.COMPLETED.text());
    }

    private Command command(Order order, long from) {
        return Command.newBuilder()
                .setId(order.id())
                .setKind(CommandKind.SKIP.text())
                .setParts(0)
                .setState(CommandState.REQUESTED.text())
                .setRequestedBy(order.by())
                .setRequestedAt(clock.instant())
                .setUpdatedAt(clock.instant())
                .setWhy(order.why())
                .setCorpId(order.corp())
                .setSeqs(List.of())
                .setConnector(order.connector())
                .setSkippedFrom(from)
                .setSkippedThrough(order.through())
                .build();
    }
}
