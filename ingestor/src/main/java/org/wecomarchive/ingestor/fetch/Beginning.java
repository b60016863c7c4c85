package org.wecomarchive.ingestor.fetch;

import java.util.OptionalLong;
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

    /** The highest seq that {@link #find} has met in the raw topic; empty if it met none or did not look. */
    default OptionalLong lastSeq() {
        return OptionalLong.empty();
    }

    /**
     * Called once the first page has arrived, before anything is handed over: from now on this task pulls the corp.
     *
     * @return whether another connector pulled until now; then discard the page and find the first cursor again
     * @throws RuntimeException when the corp cannot be claimed; called again after a transient failure
     */
    default boolean claim() throws InterruptedException {
        return false;
    }

    /**
     * Called by another thread whenever a batch is about to become visible.
     *
     * @throws RuntimeException when it must not
     */
    default void confirm() {}
}
