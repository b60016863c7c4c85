package org.wecomarchive.recovery;

import org.apache.kafka.common.config.ConfigException;

/** A Kafka client cannot be made with its settings; the message names what to check and quotes no setting. */
public final class UnusableClientException extends ConfigException {

    private static final long serialVersionUID = 1L;

    UnusableClientException(String message, RedactedException cause) {
        super(message);
        initCause(cause);
    }
}
