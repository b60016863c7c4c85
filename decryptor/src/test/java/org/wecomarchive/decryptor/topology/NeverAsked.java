package org.wecomarchive.decryptor.topology;

import java.util.Map;
import org.wecomarchive.decryptor.decryption.BatchDecrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/** For tests in which nothing is decrypted. */
final class NeverAsked implements BatchDecrypter {

    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<RecordPosition, Decryption> events(Map<RecordPosition, byte[]> values) {
        throw new UnsupportedOperationException();
    }
}
