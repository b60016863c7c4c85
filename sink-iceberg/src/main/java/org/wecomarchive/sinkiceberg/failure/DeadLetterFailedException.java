package org.wecomarchive.sinkiceberg.failure;

import org.apache.kafka.connect.errors.ConnectException;

/**
 * A dead letter was not written: the task stops with it, and nothing past the record is committed. Not fatal: a restart reads
 * the record again and writes its dead letter anew. Only the type of the cause is named: its message may quote a record.
 */
public final class DeadLetterFailedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public DeadLetterFailedException(Throwable cause) {
        super("A dead letter could not be written: " + cause.getClass().getSimpleName());
    }
}
