package org.wecomarchive.financesdk;

import java.util.Objects;

/**
 * What {@code DecryptData} takes: a record's key string and its encrypted message.
 *
 * @param key the RSA plaintext of {@code encrypt_random_key}: printable text, at most 245 bytes; a secret
 * @param message {@code encrypt_chat_msg} exactly as received
 */
public record EncryptedPayload(String key, String message) {

    public EncryptedPayload {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(message, "message is null");
    }

    /** Neither part: the key is a secret. */
    @Override
    public String toString() {
        return "EncryptedPayload[message=" + message.length() + " characters]";
    }
}
