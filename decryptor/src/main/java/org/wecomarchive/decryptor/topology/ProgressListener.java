package org.wecomarchive.decryptor.topology;

import org.wecomarchive.decryptor.outcome.RecordPosition;

/** Told how the stream gets on, on its threads. */
@FunctionalInterface
public interface ProgressListener {

    /** The record has an outcome, whose transaction is still open. */
    void advanced(RecordPosition at);

    /** The thread dies at the record, and its transaction is aborted. */
    default void failed(RecordPosition at) {}
}
