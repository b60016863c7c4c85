package org.wecomarchive.ingestor.claim;

/** Another connector pulls this corp; the message says what to do. */
public final class CorpTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorpTakenException(String message) {
        super(message);
    }
}
