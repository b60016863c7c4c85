package org.wecomarchive.decryptor.decryption;

import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.schemas.RawRecord;

/** Reads a raw record from its bytes. */
@FunctionalInterface
public interface RawDecoder {

    /**
     * Decodes one value; safe for any number of threads.
     *
     * @throws org.wecomarchive.serde.UndecodableRecordException when the bytes are not a raw record
     * @throws org.wecomarchive.serde.UnresolvableSchemaException when the registry does not have their schema, or not as ours
     * @throws org.wecomarchive.serde.RegistryUnavailableException when its schema cannot be had now
     */
    RawRecord decode(RecordPosition at, byte[] value);
}
