package org.wecomarchive.schemas;

import java.util.Arrays;
import java.util.Optional;

/** How a record reached its topic; the value of the header {@link HeaderNames#DELIVERY}. */
public enum Delivery {
    /** First time, in seq order. */
    LIVE("live"),
    /** Was parked, and is late. */
    RELEASED("released"),
    /** Was a dead letter, and is late. */
    REDRIVEN("redriven"),
    /** Pulled again after a rewind; the same record came before. */
    REPLAYED("replayed");

    private final String text;

    Delivery(String text) {
        this.text = text;
    }

    /** The header's value. */
    public String text() {
        return text;
    }

    /** The constant with this {@linkplain #text() text}, or empty for a word of a later version. */
    public static Optional<Delivery> of(String text) {
        return Arrays.stream(values())
                .filter(delivery -> delivery.text.equals(text))
                .findFirst();
    }
}
