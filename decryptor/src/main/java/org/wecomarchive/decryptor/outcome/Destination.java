package org.wecomarchive.decryptor.outcome;

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

    /** The name of the sink in the topology and of the outcome in metrics. */
    public String text() {
        return text;
    }
}
