package org.wecomarchive.decryptor.topology;

import org.wecomarchive.decryptor.outcome.RecordPosition;

/** Told of every record that has an outcome, on the stream's threads. */
@FunctionalInterface
public interface ProgressListener {

    void advanced(RecordPosition at);
}
