package org.wecomarchive.decryptor.payload;

/**
 * A plaintext is not one JSON object in UTF-8, and cannot become an event, now or ever: a bad record. Neither message nor
 * cause quotes the plaintext, which the exceptions of a parser would.
 */
public final class PayloadException extends Exception {

    private static final long serialVersionUID = 1L;

    PayloadException(String message) {
        super(message);
    }
}
