package org.wecomarchive.cli.skip;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.wecomarchive.cli.commands.CommandStore;
import org.wecomarchive.schemas.Command;
import org.wecomarchive.schemas.CommandKind;
import org.wecomarchive.schemas.CommandState;

/** What is on record about the skips of one connector and corp. */
final class SkipLog {

    private final CommandStore store;
    private final InstantSource clock;
    private final Skip.Order order;

    SkipLog(CommandStore store, InstantSource clock, Skip.Order order) {
        this.store = store;
        this.clock = clock;
        this.order = order;
    }

    /** The one that was begun and neither completed nor given up. */
    Optional<Command> unfinished() {
        return last(command ->
                !CommandState.of(command.getState()).map(CommandState::isFinal).orElse(false));
    }

    /** The last one through the seq of the order, if it was completed. */
    Optional<Command> completed() {
        return last(command -> command.getSkippedThrough() == order.through()
                && command.getState().equals(CommandState.COMPLETED.text()));
    }

    private Optional<Command> last(Predicate<Command> such) {
        return store.read().stream()
                .filter(command -> command.getKind().equals(CommandKind.SKIP.text())
                        && order.connector().equals(command.getConnector())
                        && order.corp().equals(command.getCorpId()))
                .filter(such)
                .reduce((first, last) -> last);
    }

    /** Records that the order is about to be carried out. */
    Command begin(long from) {
        Command command = Command.newBuilder()
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
        store.write(command);
        return command;
    }

    /** Records that the range is skipped. */
    Command complete(Command command) {
        return finish(Command.newBuilder(command).setState(CommandState.COMPLETED.text()));
    }

    /** Records that the range was not skipped and will not be. */
    void giveUp(Command command, String reason) {
        finish(Command.newBuilder(command).setState(CommandState.FAILED.text()).setFailure(reason));
    }

    private Command finish(Command.Builder change) {
        Command finished = change.setUpdatedAt(clock.instant()).build();
        store.write(finished);
        return finished;
    }
}
