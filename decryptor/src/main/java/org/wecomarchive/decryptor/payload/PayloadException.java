package org.wecomarchive.decryptor.payload;

import java.util.Objects;

/**
 * A plaintext cannot become an event, now or ever: a bad record. Neither message nor cause quotes the plaintext, which
 * the exceptions of a parser would.
 */
public final class PayloadException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why; a closed list. */
    public enum Reason {
        /** The plaintext is not one JSON object in UTF-8. */
        BAD_JSON("bad-json");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The word for the header {@code wecom-reason}. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    PayloadException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason is null");
    }

    public Reason reason() {
        return reason;
    }
}
