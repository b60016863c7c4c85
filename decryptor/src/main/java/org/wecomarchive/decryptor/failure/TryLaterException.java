package org.wecomarchive.decryptor.failure;

import org.wecomarchive.recovery.Failure;

/**
 * Thrown on purpose out of the topology when trouble lasts longer than a transaction may wait. The thread ends, its transaction is
 * aborted, and another thread starts at the same record after a pause.
 */
public final class TryLaterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public TryLaterException(TransientTroubleException trouble) {
        super(trouble.getMessage(), trouble);
        this.failure = trouble.failure();
    }

    Failure failure() {
        return failure;
    }
}
