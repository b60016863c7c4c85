package org.wecomarchive.sinkelasticsearch.cluster;

/** What the server's answer to one write means. */
public enum Verdict {
    /** On disk. */
    WRITTEN,
    /** A document of this id is there already: as good as written. */
    EXISTED,
    /** An update found no document. */
    MISSING,
    /** The index is gone: make it and try again. */
    NO_INDEX,
    /** Try again later. */
    WAIT,
    /** Try again when somebody has given us the right. */
    REFUSED,
    /** The document can never be written. */
    REJECTED,
    /** Nothing can be written: stop. */
    FATAL
}
