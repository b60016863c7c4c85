package org.wecomarchive.simulator.tenant;

/** The outcome that a record must have downstream, for tests. */
public enum ExpectedOutcome {
    /** It decrypts to the plaintext that the tenant meant. */
    EVENT(""),
    /** Its private key is withheld. */
    MISSING_KEY("missing-key"),
    /** Its key is under another RSA key than its version says, or {@code DecryptData} returns 10004 or 10007. */
    KEY_MISMATCH("key-mismatch"),
    /** {@code DecryptData} aborts or hangs. */
    NATIVE_CRASH("native-crash"),
    /** {@code DecryptData} returns a code that says nothing about the record. */
    REFUSED_FOR_NOW("refused-for-now"),
    /** Dead letter: {@code encrypt_random_key} is not base64. */
    KEY_NOT_BASE64("broken-base64"),
    /** Dead letter: {@code encrypt_random_key} is base64, but not of 256 bytes. */
    KEY_WRONG_LENGTH("wrong-rsa-length"),
    /** Dead letter: the key string is malformed; {@code DecryptData} returns 10008. */
    KEY_STRING_REFUSED("refused-payload"),
    /** Dead letter: {@code encrypt_chat_msg} is damaged, {@code DecryptData} returns 10006; or 10005. */
    MESSAGE_REFUSED("refused-payload"),
    /** Dead letter: the plaintext is not JSON. */
    NOT_JSON("bad-json"),
    /** Dead letter: it decrypts, but no consumer takes an event of this size. */
    TOO_LARGE("too-large");

    private final String reason;

    ExpectedOutcome(String reason) {
        this.reason = reason;
    }

    /** What the header {@code wecom-reason} must say; empty for an event. */
    public String reason() {
        return reason;
    }

    public boolean event() {
        return this == EVENT;
    }

    public boolean parked() {
        return this == MISSING_KEY || this == KEY_MISMATCH || this == NATIVE_CRASH || this == REFUSED_FOR_NOW;
    }

    static ExpectedOutcome ofCode(int code) {
        return switch (code) {
            case 10005, 10006 -> MESSAGE_REFUSED;
            case 10008 -> KEY_STRING_REFUSED;
            case 10004, 10007 -> KEY_MISMATCH;
            default -> REFUSED_FOR_NOW;
        };
    }

    public boolean deadLetter() {
        return !event() && !parked();
    }
}
