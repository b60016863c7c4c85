package org.wecomarchive.cli.skip;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.wecomarchive.cli.connect.RefusedException;

/** One connector of Kafka Connect, as far as a skip needs it. */
public interface Connector {

    /** What the connector and its tasks are doing. */
    enum State {
        /** At least one task runs, or may soon. */
        WORKING,
        /** A task has failed and none runs. */
        FAILED,
        /** Stopped, without tasks: the one state in which offsets can be changed. */
        STOPPED
    }

    /**
     * The state with what Connect says about it.
     *
     * @param trace stack trace of the task that failed; empty where none has
     */
    record Status(State state, String trace) {}

    Status status() throws RefusedException, InterruptedException;

    /** Asks for {@link State#STOPPED}, which comes later. */
    void stop() throws RefusedException, InterruptedException;

    void resume() throws RefusedException, InterruptedException;

    /**
     * The stored offset of a corp, all fields.
     *
     * @throws RefusedException when there is none
     */
    ObjectNode offset(String corp) throws RefusedException, InterruptedException;

    /** Stores an offset in place of it. */
    void alter(String corp, ObjectNode offset) throws RefusedException, InterruptedException;
}
