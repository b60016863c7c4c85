package org.wecomarchive.financesdk;

/** What a failure of the SDK asks for; decided once, by code, never by message text. */
public enum FailureClass {
    /** Heals by itself: the same call again, after a growing pause. Unknown vendor codes belong here, and are loud. */
    TRANSIENT,
    /** A person at the tenant must act (trusted IP, secret, subscription, certificate); probe slowly until then. */
    OPERATOR,
    /** This record or file can never be had; all others can. */
    BAD_RECORD,
    /** The key string that came with this record is refused: most likely its private key is the wrong one. */
    BAD_KEY,
    /** The process that hosts the library died or hung, or could not be started. */
    CRASH,
    /** A mistake of ours or of the configuration: stop. */
    FATAL
}
