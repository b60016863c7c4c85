package org.wecomarchive.decryptor.decryption;

/** The steps whose time is measured. */
public enum Phase {
    /** Base64, key lookup and RSA. */
    RSA,
    /** The vendor's library, with waiting for it; of a call for several records, an equal share. */
    PAYLOAD,
    /** JSON to event, and event to bytes. */
    PARSE
}
