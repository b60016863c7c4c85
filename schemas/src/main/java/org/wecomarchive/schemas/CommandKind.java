package org.wecomarchive.schemas;

import java.util.Arrays;
import java.util.Optional;

/** What an operator tells the pipeline to do; the field {@code kind} of a {@link Command}. */
public enum CommandKind {
    /** Parked records are tried again. */
    RELEASE("release"),
    /** A connector goes on after records that cannot be fetched. */
    SKIP("skip");

    private final String text;

    CommandKind(String text) {
        this.text = text;
    }

    /** The field's value. */
    public String text() {
        return text;
    }

    /** The constant with this {@linkplain #text() text}, or empty for a word of a later version. */
    public static Optional<CommandKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
