package org.wecomarchive.decryptor.failure;

import org.wecomarchive.recovery.RedactedException;

/** A mistake of ours or of the configuration: nothing may be committed past it. The message says what to change. */
public final class FatalTroubleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FatalTroubleException(String message) {
        super(message);
    }

    /** @param cause kept by types and stack frames */
    public FatalTroubleException(String message, Throwable cause) {
        super(message, RedactedException.of(cause));
    }

    /** A failure that nobody foresaw, without its message, which may quote a record. */
    public static FatalTroubleException unforeseen(Throwable failure) {
        return new FatalTroubleException("unforeseen " + failure.getClass().getName(), failure);
    }
}
