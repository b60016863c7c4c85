package org.wecomarchive.decryptor.parked;

import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.schemas.HeaderNames;

/**
 * Parked records that need the same key and are parked for the same reason.
 *
 * @param keyVersion {@code publickey_ver} of the record
 */
public record ParkedGroup(String corp, long keyVersion, ParkedReason reason) {

    public ParkedGroup {
        Objects.requireNonNull(corp, "corp is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /** Whether a key file can end the waiting. */
    public boolean waitsForKey() {
        return reason == ParkedReason.MISSING_KEY || reason == ParkedReason.KEY_MISMATCH;
    }

    /** What the headers of a parked record say; empty for a reason of a later version. */
    public static Optional<ParkedGroup> of(ParkedKey key, Headers headers) {
        Optional<ParkedReason> reason =
                OutcomeHeaders.text(headers, HeaderNames.REASON).flatMap(ParkedReason::of);
        Optional<Long> version = OutcomeHeaders.number(headers, HeaderNames.KEY_VERSION);
        return reason.flatMap(why -> version.map(number -> new ParkedGroup(key.corp(), number, why)));
    }
}
