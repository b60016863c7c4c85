package org.wecomarchive.schemas;

/**
 * Names of the pipeline's topics below one configurable prefix.
 *
 * <p>Shape: {@code <prefix>.<name>.v1}, for example {@code wecom.archive.raw.v1}. A new version means an incompatible
 * value schema, never a compatible one.
 *
 * @param prefix letters, digits, dots, underscores and hyphens; without a trailing dot
 */
public record Topics(String prefix) {

    /** The prefix that every default configuration uses. */
    public static final String DEFAULT_PREFIX = "wecom.archive";

    public Topics {
        if (!prefix.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            throw new IllegalArgumentException("not a topic prefix: " + prefix);
        }
    }

    /** Encrypted records as received; key {@code <corp_id>:<seq, 20 digits>}, value {@link RawRecord}. */
    public String raw() {
        return versioned("raw");
    }

    /** Decrypted events; key is the conversation id, value {@code ChatEvent}. */
    public String events() {
        return versioned("events");
    }

    /** Raw records without an outcome yet; key and value as in {@link #raw()}, a tombstone once resolved. */
    public String parked() {
        return versioned("parked");
    }

    /** Records that can never be turned into an event; original key and value bytes. */
    public String deadLetters() {
        return versioned("dead-letters");
    }

    /** Periods in which WeCom has dropped records unseen; key {@code <corp_id>}. */
    public String gaps() {
        return versioned("gaps");
    }

    /** Calls to WeCom per minute; key {@code <corp_id>}. */
    public String calls() {
        return versioned("calls");
    }

    /** What must not be published any more; key {@code Erasure.id}, value {@code Erasure}, a tombstone takes it back. */
    public String erasures() {
        return versioned("erasures");
    }

    /** Records that were not published because of an erasure; key as in {@link #raw()}, value {@code Erasure}. */
    public String erased() {
        return versioned("erased");
    }

    /** Operator commands and their progress; key {@code <id>} or {@code <id>/<part>}, value {@code Command}. */
    public String commands() {
        return versioned("commands");
    }

    private String versioned(String name) {
        return prefix + "." + name + ".v1";
    }
}
