package org.wecomarchive.sinkiceberg.failure;

import org.apache.kafka.connect.errors.ConnectException;
import org.wecomarchive.recovery.RedactedException;

/**
 * A dead letter was not written: the task stops with it, and nothing past the record is committed. Not fatal: a restart reads
 * the record again and writes its dead letter anew.
 */
public final class DeadLetterFailedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public DeadLetterFailedException(RedactedException cause) {
        super("A dead letter could not be written: " + cause.getMessage(), cause);
    }
}
