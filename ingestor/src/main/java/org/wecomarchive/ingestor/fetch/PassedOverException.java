package org.wecomarchive.ingestor.fetch;

/** WeCom has records that the position passes over; a person must set it right. The message says how. */
final class PassedOverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PassedOverException(String message) {
        super(message);
    }
}
