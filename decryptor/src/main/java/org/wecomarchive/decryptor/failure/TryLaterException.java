package org.wecomarchive.decryptor.failure;

/**
 * Thrown on purpose out of the topology when trouble outlasts what a transaction may wait: the thread ends, its
 * transaction is aborted, and another one starts at the same record after a pause.
 */
public final class TryLaterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureAction action;

    public TryLaterException(TransientTroubleException trouble) {
        super(trouble.getMessage(), trouble);
        this.action = trouble.action();
    }

    FailureAction action() {
        return action;
    }
}
