package org.wecomarchive.ingestor.page;

import java.util.Objects;
import java.util.Optional;

/**
 * One record of a page, still encrypted; equal records have the same content.
 *
 * @param seq at least 0
 * @param msgid empty where the page had none
 * @param keyVersion {@code publickey_ver}; 0 where the page had none
 * @param encryptedKey {@code encrypt_random_key} as received; empty where the page had none
 * @param encryptedPayload {@code encrypt_chat_msg} as received; empty where the page had none
 * @param otherFields JSON object of all fields that the other components do not hold; empty text for none
 */
public record ArchivedRecord(
        long seq, String msgid, long keyVersion, String encryptedKey, String encryptedPayload, String otherFields) {

    public ArchivedRecord {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must not be negative: " + seq);
        }
        Objects.requireNonNull(msgid, "msgid is null");
        Objects.requireNonNull(encryptedKey, "encryptedKey is null");
        Objects.requireNonNull(encryptedPayload, "encryptedPayload is null");
        Objects.requireNonNull(otherFields, "otherFields is null");
    }

    /** The fields that only {@code RawRecord.other_fields} can hold, as one JSON object. */
    public Optional<String> unnamedFields() {
        return otherFields.isEmpty() ? Optional.empty() : Optional.of(otherFields);
    }

    /** The seq only, never content. */
    @Override
    public String toString() {
        return "ArchivedRecord[seq=" + seq + "]";
    }
}
