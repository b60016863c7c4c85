package org.wecomarchive.decryptor.outcome;

/** Why a record can never become an event; the header {@code wecom-reason} of dead letters. */
public enum DeadLetterReason {
    /** Its value is not a raw record in the Confluent wire format. */
    UNDECODABLE_RECORD("undecodable-record"),
    /** Its encrypted key is not strict base64. */
    BROKEN_BASE64("broken-base64"),
    /** Its encrypted key is not one RSA block. */
    WRONG_RSA_LENGTH("wrong-rsa-length"),
    /** The vendor's library refused it twice. */
    REFUSED_PAYLOAD("refused-payload"),
    /** Its plaintext is not a JSON object. */
    BAD_JSON("bad-json"),
    /** Its event would be larger than the topic takes. */
    TOO_LARGE("too-large");

    private final String text;

    DeadLetterReason(String text) {
        this.text = text;
    }

    /** The header's value. */
    public String text() {
        return text;
    }
}
