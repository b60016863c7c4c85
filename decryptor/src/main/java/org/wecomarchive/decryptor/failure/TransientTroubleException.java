package org.wecomarchive.decryptor.failure;

/** Trouble outside the record that will pass; the same record is tried again. */
public final class TransientTroubleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureAction action;

    private TransientTroubleException(FailureAction action, String sentence, Throwable cause) {
        super(sentence, cause);
        this.action = action;
    }

    /** Trouble that heals by itself; {@code sentence} says what is away, without content of a record. */
    public static TransientTroubleException healing(String sentence, Throwable cause) {
        return new TransientTroubleException(FailureAction.TRANSIENT, sentence, cause);
    }

    /** Trouble that a person has to end; {@code sentence} says how. */
    public static TransientTroubleException needingOperator(String sentence, Throwable cause) {
        return new TransientTroubleException(FailureAction.OPERATOR, sentence, cause);
    }

    /** {@link FailureAction#TRANSIENT} or {@link FailureAction#OPERATOR}. */
    public FailureAction action() {
        return action;
    }
}
