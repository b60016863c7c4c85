package org.wecomarchive.ingestor.claim;

import org.apache.kafka.connect.errors.ConnectException;

/** Nobody can tell whether another connector has pulled this corp meanwhile; a restarted task finds out from the raw topic. */
public final class ClaimForgottenException extends ConnectException {

    private static final long serialVersionUID = 1L;

    ClaimForgottenException() {
        super("the brokers have forgotten who pulls this corp, because this task published nothing for a long"
                + " time: what it had fetched is discarded; restart the task, and it goes on from its stored offset"
                + " and the raw topic");
    }
}
