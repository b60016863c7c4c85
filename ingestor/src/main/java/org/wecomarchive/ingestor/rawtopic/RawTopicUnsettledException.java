package org.wecomarchive.ingestor.rawtopic;

import org.apache.kafka.common.errors.RetriableException;

/** The raw topic cannot say yet which record is its last one. */
public final class RawTopicUnsettledException extends RetriableException {

    private static final long serialVersionUID = 1L;

    RawTopicUnsettledException(String message) {
        super(message);
    }
}
