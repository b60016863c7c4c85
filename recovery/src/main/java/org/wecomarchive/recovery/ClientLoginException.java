package org.wecomarchive.recovery;

import org.apache.kafka.common.errors.AuthenticationException;

/** A Kafka client could not log in before its first connection: the credentials are wrong, or the server for it is away. */
public final class ClientLoginException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    ClientLoginException(String message, RedactedException cause) {
        super(message, cause);
    }
}
