package org.wecomarchive.decryptor.decryption;

import java.util.Map;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/** A decrypter that also makes the events of many records with one call of the vendor's library. */
public interface BatchDecrypter extends Decrypter {

    /**
     * The events of those records that become one at the first attempt; safe for any number of threads.
     *
     * <p>It saves time and gives no other outcome than an event. Pass the records that are missing from the answer to {@link
     * #decrypt}, which determines their outcome: those that are parked or dead letters, all that were in flight with one that
     * crashed the library, and those that are suspected of a crash.
     *
     * @param values as read from the raw topic, by where they were read
     * @throws RuntimeException for trouble that is not a record's: then none of them has a result
     */
    Map<RecordPosition, Decryption> events(Map<RecordPosition, byte[]> values);
}
