package org.wecomarchive.cli.provision;

import java.util.Optional;

/**
 * One thing in which a site is not as its files want it.
 *
 * @param kind what may be done about it
 * @param subject full name of a topic or subject, or a principal
 * @param what of it: {@code topic}, {@code partitions}, {@code replication factor}, the key of a configuration, a right
 * @param is how it is; {@code missing} if it is not there
 * @param wanted how it should be; empty for what no file names
 * @param note what follows from the change, or who makes it; empty if nothing is to be said
 */
public record Difference(Kind kind, String subject, String what, String is, Optional<String> wanted, String note) {

    static final String MISSING = "missing";
    static final String TOPIC = "topic";
    static final String PARTITIONS = "partitions";

    /** What may be done about it. */
    public enum Kind {
        /** The topic is created. */
        CREATE,
        /** Partitions are added. */
        GROW,
        /** A configuration of the topic is set. */
        SET,
        /** The right is granted. */
        GRANT,
        /** The schema is registered. */
        REGISTER,
        /** A person decides: it would lose something, or Kafka has a command of its own for it. */
        LEFT,
        /** It is there and no file names it: only reported. */
        UNLISTED
    }

    Difference(Kind kind, String subject, String what, String is, String wanted, String note) {
        this(kind, subject, what, is, Optional.of(wanted), note);
    }

    static Difference unlisted(String subject, String what, String is) {
        return new Difference(Kind.UNLISTED, subject, what, is, Optional.empty(), "not in the file; left as it is");
    }

    Difference withNote(String other) {
        return new Difference(kind, subject, what, is, wanted, other);
    }

    boolean isUnlisted() {
        return kind == Kind.UNLISTED;
    }

    /** Whether {@code apply} changes it. */
    boolean isOurs() {
        return kind != Kind.UNLISTED && kind != Kind.LEFT;
    }
}
