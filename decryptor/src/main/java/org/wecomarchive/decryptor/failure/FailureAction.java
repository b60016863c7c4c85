package org.wecomarchive.decryptor.failure;

/** What a failure that stops a stream thread asks for. */
public enum FailureAction {
    /** Heals by itself: a new thread after a growing pause. */
    TRANSIENT,
    /** A person must act (access rights, credentials): a new thread after a long pause, and an ERROR. */
    OPERATOR,
    /** A mistake of ours or of the configuration: the program ends, and nothing is committed. */
    FATAL
}
