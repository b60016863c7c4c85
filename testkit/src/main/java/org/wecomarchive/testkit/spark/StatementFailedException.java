package org.wecomarchive.testkit.spark;

/** Spark could not run a statement. */
public final class StatementFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementFailedException(String answer) {
        super(answer);
    }
}
