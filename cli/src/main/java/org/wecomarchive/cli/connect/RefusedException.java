package org.wecomarchive.cli.connect;

/** What must not be done as things are, or what Connect refuses; the message says why and what to do. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
