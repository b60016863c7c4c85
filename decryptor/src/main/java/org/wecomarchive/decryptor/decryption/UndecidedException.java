package org.wecomarchive.decryptor.decryption;

import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;
import org.wecomarchive.decryptor.outcome.Stage;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;

/** A failure that may be its record's or the environment's: only other records can tell. */
final class UndecidedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Outcome.Parked parked;
    private final TransientTroubleException trouble;

    private final boolean unforeseen;

    private UndecidedException(Outcome.Parked parked, TransientTroubleException trouble, boolean unforeseen) {
        super(trouble.getMessage(), trouble);
        this.parked = parked;
        this.trouble = trouble;
        this.unforeseen = unforeseen;
    }

    /** The library has answered with a code that says nothing about the record. */
    static UndecidedException answered(SdkException answer, RecordIdentity identity) {
        TransientTroubleException trouble = answer.failureClass() == FailureClass.OPERATOR
                ? TransientTroubleException.needingOperator(answer.getMessage(), answer)
                : TransientTroubleException.healing(answer.getMessage(), answer);
        return new UndecidedException(parked(Stage.PAYLOAD, answer, identity), trouble, false);
    }

    /** Something was thrown that nobody foresaw. */
    static UndecidedException unforeseen(Throwable thrown, Stage stage, RecordIdentity identity) {
        String sentence = "unforeseen " + thrown.getClass().getName() + ": report it";
        return new UndecidedException(
                parked(stage, thrown, identity), TransientTroubleException.needingOperator(sentence, thrown), true);
    }

    private static Outcome.Parked parked(Stage stage, Throwable failure, RecordIdentity identity) {
        return new Outcome.Parked(ParkedReason.REFUSED_FOR_NOW, FailedStep.of(stage, failure), identity);
    }

    /** What becomes of the record if the failure is its own. */
    Outcome.Parked parked() {
        return parked;
    }

    /** Whether it is a failure of ours: then no waiting ends it. */
    boolean isUnforeseen() {
        return unforeseen;
    }

    /** What the failure is if no record is spared, although nobody foresaw it. */
    FatalTroubleException fatal() {
        return new FatalTroubleException("unforeseen " + trouble.failure().reason(), trouble);
    }

    /** What the failure is if it is the environment's. */
    TransientTroubleException trouble() {
        return trouble;
    }
}
