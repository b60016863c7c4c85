package org.wecomarchive.recovery;

import java.util.Objects;

/**
 * A classified failure.
 *
 * @param failureClass what it asks for
 * @param reason stays the same while the trouble lasts, such as a code or the type of an exception; another reason is another
 *     trouble. Never a figure that changes from attempt to attempt, else every attempt is reported.
 * @param sentence for the log: may have figures, never content, a secret or the message of a foreign exception
 */
public record Failure(FailureClass failureClass, String reason, String sentence) {

    public Failure {
        Objects.requireNonNull(failureClass, "failureClass is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(sentence, "sentence is null");
    }

    /** A failure whose reason says all there is to say. */
    public static Failure of(FailureClass failureClass, String reason) {
        return new Failure(failureClass, reason, reason);
    }

    public boolean isFatal() {
        return failureClass == FailureClass.FATAL;
    }
}
