package org.wecomarchive.ingestor.cursor;

/** The configuration does not say where to start; the message names the setting. */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        super(message);
    }
}
