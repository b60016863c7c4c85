package org.wecomarchive.decryptor;

import org.wecomarchive.recovery.RedactedException;

/** Something the decryptor needs did not answer in time at start; the message names it. Starting again may help. */
public final class NotReadyException extends Exception {

    private static final long serialVersionUID = 1L;

    NotReadyException(String message, Throwable cause) {
        super(message, RedactedException.of(cause));
    }
}
