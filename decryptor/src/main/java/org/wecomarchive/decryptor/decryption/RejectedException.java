package org.wecomarchive.decryptor.decryption;

import java.util.Optional;
import java.util.function.Function;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.FailedStep;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;

/** The record does not become an event; no stack trace, for it is an outcome and thousands may come at once. */
final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Function<RecordIdentity, Outcome> outcome;

    private RejectedException(String reason, Function<RecordIdentity, Outcome> outcome) {
        super(reason, null, false, false);
        this.outcome = outcome;
    }

    static RejectedException parked(ParkedReason reason, FailedStep failure) {
        return new RejectedException(reason.text(), identity -> new Outcome.Parked(reason, failure, identity));
    }

    static RejectedException deadLetter(DeadLetterReason reason, FailedStep failure) {
        return new RejectedException(
                reason.text(), identity -> new Outcome.DeadLetter(reason, failure, Optional.of(identity)));
    }

    Outcome outcome(RecordIdentity identity) {
        return outcome.apply(identity);
    }
}
