package org.wecomarchive.sinkiceberg.delivery;

import org.wecomarchive.recovery.Recovery;

/** Something that can fail by itself has failed, with the cause; its recovery says how to go on. */
final class AttemptFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Recovery recovery;

    AttemptFailedException(Recovery recovery, RuntimeException cause) {
        super(cause);
        this.recovery = recovery;
    }

    /** Of what has failed. */
    Recovery recovery() {
        return recovery;
    }
}
