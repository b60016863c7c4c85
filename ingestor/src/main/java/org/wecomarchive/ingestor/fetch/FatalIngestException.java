package org.wecomarchive.ingestor.fetch;

import org.apache.kafka.connect.errors.ConnectException;
import org.wecomarchive.recovery.RedactedException;

/**
 * A failure that a restart could only repeat: the task stops with it and nothing past it is committed. Whoever restarts
 * failed tasks must leave those alone whose trace names this class. The message says what to do.
 */
public final class FatalIngestException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public FatalIngestException(String message) {
        super(message);
    }

    /** @param cause without the messages of others, which Connect would show */
    public FatalIngestException(String message, RedactedException cause) {
        super(message, cause);
    }
}
