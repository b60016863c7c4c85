package org.wecomarchive.decryptor.decryption;

import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/** Gives the outcome of a raw record: by decrypting it now, or from work that was begun before. */
@FunctionalInterface
public interface Decrypter {

    /**
     * Decrypts one record; safe for any number of threads.
     *
     * @param value as read from the raw topic, or null
     * @throws TransientTroubleException when something outside the record is away
     * @throws org.wecomarchive.decryptor.failure.FatalTroubleException for anything unforeseen, without its message
     */
    Decryption decrypt(RecordPosition at, byte[] value) throws TransientTroubleException;
}
