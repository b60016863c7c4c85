package org.wecomarchive.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The schema registry could not be reached, or answered that it cannot serve now, for as long as it is waited for.
 *
 * <p>Transient: says nothing about the record; the same call may succeed later. The message names the addresses, how long
 * was waited and the type of the last failure, never a message of the registry.
 */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message) {
        super(message);
    }
}
