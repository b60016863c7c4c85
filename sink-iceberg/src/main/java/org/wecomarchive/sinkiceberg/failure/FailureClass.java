package org.wecomarchive.sinkiceberg.failure;

/** What a failure asks for. */
public enum FailureClass {
    /** Heals by itself: wait and try again. */
    TRANSIENT,
    /** Heals when a person acts: probe slowly, and say so loudly. */
    OPERATOR,
    /** This record will never be readable: to the dead letters. */
    BAD_RECORD,
    /** A restart could only repeat it: stop, commit nothing. */
    FATAL
}
