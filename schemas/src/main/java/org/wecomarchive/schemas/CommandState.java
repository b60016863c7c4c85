package org.wecomarchive.schemas;

import java.util.Arrays;
import java.util.Optional;

/** How far a command, or one part of it, is; the field {@code state} of a {@link Command}. */
public enum CommandState {
    REQUESTED("requested"),
    ACCEPTED("accepted"),
    IN_PROGRESS("in-progress"),
    COMPLETED("completed"),
    FAILED("failed");

    private final String text;

    CommandState(String text) {
        this.text = text;
    }

    /** The field's value. */
    public String text() {
        return text;
    }

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED;
    }

    /** The constant with this {@linkplain #text() text}, or empty for a word of a later version. */
    public static Optional<CommandState> of(String text) {
        return Arrays.stream(values()).filter(state -> state.text.equals(text)).findFirst();
    }
}
