package org.wecomarchive.sinkiceberg.delivery;

import java.util.Objects;
import org.wecomarchive.recovery.Recovery;

/** Something that can fail by itself has failed; its recovery says how to go on. */
final class AttemptFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Recovery recovery;
    private final RuntimeException failure;

    AttemptFailedException(Recovery recovery, RuntimeException failure) {
        super(Objects.requireNonNull(failure, "failure is null"));
        this.recovery = recovery;
        this.failure = failure;
    }

    /** Of what has failed. */
    Recovery recovery() {
        return recovery;
    }

    /** What it failed with. */
    RuntimeException failure() {
        return failure;
    }
}
