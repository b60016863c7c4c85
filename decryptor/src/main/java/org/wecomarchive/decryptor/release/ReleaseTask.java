package org.wecomarchive.decryptor.release;

import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Verdicts;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.schemas.Topics;

/**
 * What every session needs.
 *
 * @param verdicts what a command to release overrules
 * @param mostParked most records in the index, at most 64 bytes each
 */
public record ReleaseTask(
        Topics topics,
        ReleaseClients clients,
        Decrypter decryption,
        Verdicts verdicts,
        KeyRing keys,
        int mostParked,
        CommandCodec commands) {

    public ReleaseTask {
        if (mostParked < 1) {
            throw new IllegalArgumentException("an index needs room: " + mostParked);
        }
    }
}
