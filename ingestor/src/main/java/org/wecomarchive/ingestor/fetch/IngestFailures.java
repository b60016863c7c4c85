package org.wecomarchive.ingestor.fetch;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.RegistryRefusedException;

/** Decides what a failure on the way from WeCom to the hand-off asks for; what it does not know is fatal. */
final class IngestFailures {

    private IngestFailures() {}

    /** Its reason stays the same while a trouble lasts: a sentence may tell of offsets or pauses that move. */
    static Failure classify(Exception failure) {
        return new Failure(failureClass(failure), reason(failure), RedactedException.sentence(failure));
    }

    private static FailureClass failureClass(Exception failure) {
        if (failure instanceof SdkException refused) {
            return switch (refused.failureClass()) {
                case TRANSIENT -> FailureClass.TRANSIENT;
                case CRASH -> FailureClass.CRASH;
                case FATAL -> FailureClass.FATAL;
                // No record is involved yet, so a code that would condemn one asks for a person here.
                case OPERATOR, BAD_RECORD, BAD_KEY -> FailureClass.OPERATOR;
            };
        }
        // The registry being away is one of these too.
        if (failure instanceof RetriableException) {
            return FailureClass.TRANSIENT;
        }
        if (failure instanceof PassedOverException
                || failure instanceof RegistryRefusedException
                || failure instanceof AuthenticationException
                || failure instanceof AuthorizationException) {
            return FailureClass.OPERATOR;
        }
        return FailureClass.FATAL;
    }

    private static String reason(Exception failure) {
        if (failure instanceof SdkCrashException crash) {
            return crash.function() + " " + crash.kind();
        }
        return failure instanceof SdkException refused
                ? refused.function() + " " + refused.code()
                : failure.getClass().getName();
    }

    /** The vendor's code; 0 for a failure without one. */
    static int code(Exception failure) {
        return failure instanceof SdkException refused ? refused.code() : 0;
    }

    /** What stops the task. */
    static FatalIngestException fatal(Exception failure) {
        return failure instanceof FatalIngestException fatal && RedactedException.mayBeShown(fatal)
                ? fatal
                : new FatalIngestException(RedactedException.sentence(failure), RedactedException.of(failure));
    }
}
