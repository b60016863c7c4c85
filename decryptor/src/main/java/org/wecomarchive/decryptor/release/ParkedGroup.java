package org.wecomarchive.decryptor.release;

import java.util.Objects;
import org.wecomarchive.decryptor.outcome.ParkedReason;

/**
 * What parked records have in common: the key they need and the reason they wait for.
 *
 * @param keyVersion {@code publickey_ver} of the record
 */
record ParkedGroup(String corp, long keyVersion, ParkedReason reason) {

    ParkedGroup {
        Objects.requireNonNull(corp, "corp is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /** Whether a key file can end the waiting. */
    boolean waitsForKey() {
        return reason == ParkedReason.MISSING_KEY || reason == ParkedReason.KEY_MISMATCH;
    }
}
