package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes what a kind of message adds to the envelope. */
@FunctionalInterface
interface Body {

    /**
     * Adds the payload under the key that WeCom uses for the kind, and what stands beside it.
     *
     * @param message empty
     */
    void write(Scene scene, ObjectNode message);
}
