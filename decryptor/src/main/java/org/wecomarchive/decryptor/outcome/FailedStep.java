package org.wecomarchive.decryptor.outcome;

import java.util.Objects;

/**
 * Where and by what a record failed: all that a header may tell of it.
 *
 * @param stage the step
 * @param exception class of the exception; never its message
 */
public record FailedStep(Stage stage, Class<? extends Throwable> exception) {

    public FailedStep {
        Objects.requireNonNull(stage, "stage is null");
        Objects.requireNonNull(exception, "exception is null");
    }

    public static FailedStep of(Stage stage, Throwable exception) {
        return new FailedStep(stage, exception.getClass());
    }
}
