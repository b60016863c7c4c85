package org.wecomarchive.decryptor.decryption;

import java.util.Optional;
import org.wecomarchive.decryptor.outcome.DeadLetterReason;
import org.wecomarchive.decryptor.outcome.Failure;
import org.wecomarchive.decryptor.outcome.Outcome;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.outcome.RecordIdentity;

/** The record does not become an event; no stack trace, for it is an outcome and thousands may come at once. */
abstract class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private RejectedException(String reason) {
        super(reason, null, false, false);
    }

    abstract Outcome outcome(RecordIdentity identity);

    static RejectedException parked(ParkedReason reason, Failure failure) {
        return new RejectedException(reason.text()) {
            private static final long serialVersionUID = 1L;

            @Override
            Outcome outcome(RecordIdentity identity) {
                return new Outcome.Parked(reason, failure, identity);
            }
        };
    }

    static RejectedException deadLetter(DeadLetterReason reason, Failure failure) {
        return new RejectedException(reason.text()) {
            private static final long serialVersionUID = 1L;

            @Override
            Outcome outcome(RecordIdentity identity) {
                return new Outcome.DeadLetter(reason, failure, Optional.of(identity));
            }
        };
    }
}
