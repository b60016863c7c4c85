package org.wecomarchive.decryptor.release;

import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Verdicts;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.schemas.Topics;

/**
 * What every session needs.
 *
 * @param verdicts what a command to release overrules
 * @param sliceRecords most records that are due at the same time, about 200 bytes each
 */
public record ReleaseTask(
        Topics topics,
        ReleaseClients clients,
        Decrypter decryption,
        Verdicts verdicts,
        KeyRing keys,
        int sliceRecords,
        CommandCodec commands) {

    /** 32 MiB of them. */
    public static final int SLICE_RECORDS = 32 * 1024 * 1024 / 200;
}
