package org.wecomarchive.decryptor.decryption;

import org.wecomarchive.schemas.ChatEvent;

/** Writes a chat event as the value of its topic. */
@FunctionalInterface
public interface EventEncoder {

    /**
     * Encodes one event; safe for any number of threads.
     *
     * @throws org.wecomarchive.serde.RegistryUnavailableException when the schema's id cannot be had now
     */
    byte[] encode(ChatEvent event);
}
