package org.wecomarchive.testkit.server;

import java.io.IOException;

/** A server in a JVM of its own does not serve; the message names its log. */
public final class ServerStartException extends IOException {

    private static final long serialVersionUID = 1L;

    ServerStartException(String message) {
        super(message);
    }
}
