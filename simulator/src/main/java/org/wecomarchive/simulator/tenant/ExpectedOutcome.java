package org.wecomarchive.simulator.tenant;

/** What must become of a record downstream, for tests that compare. */
public enum ExpectedOutcome {
    /** It decrypts to the plaintext that the tenant meant. */
    EVENT,
    /** Its private key is withheld. */
    MISSING_KEY,
    /** Dead letter: {@code encrypt_random_key} is not base64. */
    KEY_NOT_BASE64,
    /** Dead letter: {@code encrypt_random_key} is base64, but not of 256 bytes. */
    KEY_WRONG_LENGTH,
    /** Dead letter: the key string is not one, {@code DecryptData} returns 10008. */
    KEY_STRING_REFUSED,
    /** Dead letter: {@code encrypt_chat_msg} is damaged, {@code DecryptData} returns 10006. */
    MESSAGE_REFUSED,
    /** Dead letter: the plaintext is not JSON. */
    NOT_JSON;

    public boolean event() {
        return this == EVENT;
    }

    public boolean parked() {
        return this == MISSING_KEY;
    }

    public boolean deadLetter() {
        return !event() && !parked();
    }
}
