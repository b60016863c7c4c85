package org.wecomarchive.cli.commands;

import java.util.List;
import org.wecomarchive.schemas.Command;

/** Where commands are recorded for ever. */
public interface CommandStore {

    /**
     * Records a command, or its new state; returns once it cannot be lost any more.
     *
     * @throws org.apache.kafka.common.KafkaException when it is not known to be recorded
     */
    void write(Command command);

    /**
     * Every command and every part's progress, each in its last state, oldest first.
     *
     * @throws org.apache.kafka.common.KafkaException when one of them cannot be read, or may lie behind a transaction that stays
     *     open: a list that lacks it would show an older state
     */
    List<Command> read();
}
