package org.wecomarchive.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry answers, but not to us: wrong credentials, an untrusted certificate, a schema that is not
 * registered and may not be registered by us, or one that is incompatible.
 *
 * <p>An operator's mistake: repeating the call does not help, and no record is to blame. The message says what to correct.
 */
public final class RegistryRefusedException extends KafkaException {

    private static final long serialVersionUID = 1L;

    RegistryRefusedException(String message) {
        super(message);
    }
}
