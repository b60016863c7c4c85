package org.wecomarchive.decryptor.failure;

import org.apache.kafka.common.KafkaException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.RegistryUnavailableException;

/** Trouble outside the record that will pass; the same record is tried again. */
public final class TransientTroubleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureClass failureClass;
    private final String reason;

    private TransientTroubleException(FailureClass failureClass, String sentence, Throwable cause) {
        super(sentence, RedactedException.of(cause));
        this.failureClass = failureClass;
        this.reason = cause.getClass().getName();
    }

    /** Trouble that heals by itself; {@code sentence} says what is away, without content of a record. */
    public static TransientTroubleException healing(String sentence, Throwable cause) {
        return new TransientTroubleException(FailureClass.TRANSIENT, sentence, cause);
    }

    /** Trouble that a person has to end; {@code sentence} says how. */
    public static TransientTroubleException needingOperator(String sentence, Throwable cause) {
        return new TransientTroubleException(FailureClass.OPERATOR, sentence, cause);
    }

    /**
     * Trouble with the registry: what is away heals by itself, everything else is for a person.
     *
     * @param failure of the serde, which has messages of our own only
     */
    public static TransientTroubleException ofRegistry(KafkaException failure) {
        return failure instanceof RegistryUnavailableException
                ? healing("the schema registry is away", failure)
                : needingOperator(failure.getMessage(), failure);
    }

    /** Of {@link FailureClass#TRANSIENT} or {@link FailureClass#OPERATOR}; its sentence is our own. */
    public Failure failure() {
        return new Failure(failureClass, reason, getMessage());
    }
}
