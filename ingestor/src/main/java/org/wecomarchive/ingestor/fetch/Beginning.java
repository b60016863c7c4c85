package org.wecomarchive.ingestor.fetch;

import org.wecomarchive.ingestor.cursor.Cursor;

/** Finds out where to go on, with calls to the registry and the brokers; may be tried again after a failure. */
@FunctionalInterface
public interface Beginning {

    /**
     * The first cursor.
     *
     * @throws RuntimeException whatever the registry or the brokers throw
     */
    Cursor find();

    /**
     * Called before records are handed over: whether to go on is still right.
     *
     * @throws RuntimeException when it is not
     */
    default void confirm() {}
}
