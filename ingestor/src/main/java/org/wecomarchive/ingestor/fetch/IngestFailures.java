package org.wecomarchive.ingestor.fetch;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.serde.RegistryRefusedException;

/** Decides what a failure on the way from WeCom to the hand-off asks for; what it does not know is fatal. */
final class IngestFailures {

    private IngestFailures() {}

    static FailureClass classify(Exception failure) {
        if (failure instanceof SdkException refused) {
            // No record is involved yet, so a code that would condemn one asks for a person here.
            return refused.failureClass() == FailureClass.BAD_RECORD ? FailureClass.OPERATOR : refused.failureClass();
        }
        // The registry being away is one of these too.
        if (failure instanceof RetriableException) {
            return FailureClass.TRANSIENT;
        }
        if (failure instanceof RegistryRefusedException
                || failure instanceof AuthenticationException
                || failure instanceof AuthorizationException) {
            return FailureClass.OPERATOR;
        }
        return FailureClass.FATAL;
    }

    /** One sentence about a failure, fit for a log: of foreign exceptions the type only. */
    static String describe(Exception failure) {
        boolean ours = failure.getClass().getName().startsWith("org.wecomarchive.");
        return ours ? failure.getMessage() : failure.getClass().getSimpleName();
    }
}
