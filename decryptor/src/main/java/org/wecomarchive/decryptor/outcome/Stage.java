package org.wecomarchive.decryptor.outcome;

/** The step that failed; the header {@code __connect.errors.stage}. */
public enum Stage {
    /** Bytes to raw record. */
    DESERIALIZE,
    /** Base64 of the encrypted key. */
    BASE64,
    /** Search for the private key. */
    KEY_LOOKUP,
    /** Encrypted key to key string. */
    RSA,
    /** Encrypted payload to plaintext, in the vendor's library. */
    PAYLOAD,
    /** Plaintext to chat event. */
    PARSE,
    /** Chat event to bytes. */
    SERIALIZE
}
