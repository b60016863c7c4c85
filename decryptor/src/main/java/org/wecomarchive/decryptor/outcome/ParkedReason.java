package org.wecomarchive.decryptor.outcome;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a record has no outcome yet; the header {@code wecom-reason} of parked records. */
public enum ParkedReason {
    /** There is no key file for its corp and key version. */
    MISSING_KEY("missing-key"),
    /**
     * It does not decrypt under the key that is there, or its key string is refused: most likely that is the wrong
     * file.
     */
    KEY_MISMATCH("key-mismatch"),
    /** The vendor's library died or hung on it twice. */
    NATIVE_CRASH("native-crash"),
    /** It fails again and again, with a code or an exception that says nothing about it, while others are decrypted. */
    REFUSED_FOR_NOW("refused-for-now");

    private final String text;

    ParkedReason(String text) {
        this.text = text;
    }

    /** The header's value. */
    public String text() {
        return text;
    }

    /** The reason with this {@linkplain #text() text}, or empty for a word of a later version. */
    public static Optional<ParkedReason> of(String text) {
        return Stream.of(values()).filter(reason -> reason.text.equals(text)).findFirst();
    }
}
