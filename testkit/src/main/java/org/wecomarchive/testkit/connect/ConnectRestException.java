package org.wecomarchive.testkit.connect;

import java.io.IOException;

/** Connect refused a request. */
public final class ConnectRestException extends IOException {

    private final int status;

    ConnectRestException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }
}
