package org.wecomarchive.financesdk;

import java.util.Objects;

/** The process that hosts the library ended, hung or could not be started, so the call has no result. */
public final class SdkCrashException extends SdkException {

    private static final long serialVersionUID = 1L;

    /** How the process was lost. */
    public enum Kind {
        /** Ended by a signal other than SIGHUP, SIGINT, SIGKILL and SIGTERM: native code did it. */
        ABORTED,
        /** Did not answer within the call's limit and was killed for it. */
        HUNG,
        /** Ended in any other way, as by SIGKILL from outside. */
        ENDED,
        /** Could not be started, or may not be yet after losses in a row; the call did not reach it. */
        NOT_STARTED
    }

    private final Kind kind;
    private final boolean aloneInFlight;

    public SdkCrashException(SdkFunction function, Kind kind, boolean aloneInFlight, String remedy) {
        super(function, 0, FailureClass.CRASH, remedy);
        this.kind = Objects.requireNonNull(kind, "kind is null");
        this.aloneInFlight = aloneInFlight;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * Whether nothing else was in flight, so that this call alone can have caused the loss. Every payload of a batch counts
     * as one, so a batch is never alone unless it holds one payload.
     */
    public boolean aloneInFlight() {
        return aloneInFlight;
    }
}
