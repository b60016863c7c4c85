package org.wecomarchive.ingestor.tail;

import org.apache.kafka.common.errors.RetriableException;

/** The raw topic cannot tell its tail yet. */
public final class UnsettledTailException extends RetriableException {

    private static final long serialVersionUID = 1L;

    UnsettledTailException(String message) {
        super(message);
    }
}
