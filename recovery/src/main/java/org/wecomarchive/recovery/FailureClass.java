package org.wecomarchive.recovery;

/** What a failure asks for. Decided once, where a foreign exception enters, by type or code and never by message. */
public enum FailureClass {
    /** Heals by itself: try again after a growing pause. */
    TRANSIENT,
    /** A person must act: probe slowly, and say so loudly. */
    OPERATOR,
    /** This record can never be processed; all others can. */
    BAD_RECORD,
    /** This record waits for its private key; all others do not. */
    MISSING_KEY,
    /** The process that hosts the vendor's library died, hung or did not start: try again after a growing pause. */
    CRASH,
    /** A mistake of ours or of the configuration: stop, commit nothing. */
    FATAL;

    /** What a thing that failed so is doing until it works again. */
    State state() {
        return switch (this) {
            case TRANSIENT, CRASH -> State.BACKING_OFF;
            case OPERATOR, BAD_RECORD, MISSING_KEY -> State.WAITING_FOR_OPERATOR;
            case FATAL -> throw new IllegalArgumentException("there is no way on from a fatal failure");
        };
    }
}
