package org.wecomarchive.decryptor.decryption;

import java.util.Map;
import java.util.Objects;
import org.wecomarchive.decryptor.outcome.Outcome;

/**
 * The result for one record.
 *
 * @param nanos time of each phase that was entered
 */
public record Decryption(Outcome outcome, Map<Phase, Long> nanos) {

    public Decryption {
        Objects.requireNonNull(outcome, "outcome is null");
        nanos = Map.copyOf(nanos);
    }
}
