package org.wecomarchive.decryptor.outcome;

import org.wecomarchive.schemas.Topics;

/** Where an outcome is written. */
public enum Destination {
    EVENTS("events"),
    PARKED("parked"),
    DEAD_LETTERS("dead-letters"),
    ERASED("erased");

    private final String text;

    Destination(String text) {
        this.text = text;
    }

    /** The topic that it is written to. */
    public String topic(Topics topics) {
        return switch (this) {
            case EVENTS -> topics.events();
            case PARKED -> topics.parked();
            case DEAD_LETTERS -> topics.deadLetters();
            case ERASED -> topics.erased();
        };
    }

    /** The name of the sink in the topology and of the outcome in metrics. */
    public String text() {
        return text;
    }
}
