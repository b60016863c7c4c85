package org.wecomarchive.sinkelasticsearch.failure;

import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;

/**
 * A whole request to Elasticsearch failed. It has no cause, because messages of a server may quote what it was sent.
 */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String sentence;

    /** What the failure requires. */
    public enum Kind {
        /** Heals by itself: no connection, time-out, 408, 429, 5xx. */
        TRANSIENT(FailureClass.TRANSIENT, ""),
        /** Somebody must correct something, and the request then works: credentials, certificates, rights. */
        OPERATOR(FailureClass.OPERATOR, "; the user needs the right all on the indices"),
        /** The request has more bytes than the server accepts. */
        TOO_LARGE(FailureClass.BAD_RECORD, ""),
        /** The index of the request is not there. */
        NOT_FOUND(FailureClass.TRANSIENT, ""),
        /** The request is wrong: repeating it does not help. */
        FATAL(FailureClass.FATAL, "");

        private final FailureClass failureClass;
        private final String advice;

        Kind(FailureClass failureClass, String advice) {
            this.failureClass = failureClass;
            this.advice = advice;
        }

        /** A failure of this kind; the server's error type is its reason. */
        public Failure failure(String type) {
            return new Failure(failureClass, type, type + advice);
        }
    }

    /** @param type the server's error type, a status or the class of an exception */
    public ClusterException(Kind kind, String type) {
        this(kind, type, kind.failure(type).sentence());
    }

    /** @param sentence for the log: node, cause and setting, never content */
    public ClusterException(Kind kind, String type, String sentence) {
        super(type);
        this.kind = kind;
        this.sentence = sentence;
    }

    public Kind kind() {
        return kind;
    }

    /** The failure as its class, type and sentence. */
    public Failure failure() {
        return new Failure(kind.failureClass, getMessage(), sentence);
    }
}
