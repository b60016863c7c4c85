package org.wecomarchive.sinkelasticsearch.failure;

/**
 * Elasticsearch did not take a request as a whole. Without the cause: messages of a server may quote what it was sent.
 */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What such a failure asks for. */
    public enum Kind {
        /** Heals by itself: no connection, time-out, 408, 429, 5xx. */
        TRANSIENT,
        /** Somebody must correct something, and the request then works: credentials, certificates, rights. */
        OPERATOR,
        /** The request has more bytes than the server accepts. */
        TOO_LARGE,
        /** The index of the request is not there. */
        NOT_FOUND,
        /** The request is wrong: repeating it does not help. */
        FATAL
    }

    /** @param type the server's error type, a status or the class of an exception */
    public ClusterException(Kind kind, String type) {
        super(type);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
