package org.wecomarchive.cli.skip;

/** A skip that must not be made as things are; the message says why and what to do. */
public final class SkipRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public SkipRefusedException(String message) {
        super(message);
    }

    public SkipRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
