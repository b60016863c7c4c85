package org.wecomarchive.sinkelasticsearch.failure;

import org.apache.kafka.connect.errors.DataException;

/** An event that can never become a document; the message has the type of the reason and never content. */
public final class RejectedDocumentException extends DataException {

    private static final long serialVersionUID = 1L;

    public RejectedDocumentException(String reasonType) {
        super(reasonType);
    }
}
