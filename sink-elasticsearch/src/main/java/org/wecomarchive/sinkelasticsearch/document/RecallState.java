package org.wecomarchive.sinkelasticsearch.document;

import java.util.Locale;

/** Whether the message of a recall is marked; the value of {@code recall_state}. */
public enum RecallState {
    /** Its message is to be looked for. */
    PENDING,
    /** Its message is marked. */
    APPLIED,
    /** It names no message. */
    UNTARGETED;

    /** The value in documents. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
