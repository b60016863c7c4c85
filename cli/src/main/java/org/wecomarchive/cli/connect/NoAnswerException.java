package org.wecomarchive.cli.connect;

import org.apache.kafka.common.errors.RetriableException;

/** Connect did not answer, or did not do what it was asked, in time; the message says what to do. */
public final class NoAnswerException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public NoAnswerException(String message) {
        super(message);
    }
}
