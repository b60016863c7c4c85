package org.wecomarchive.schemas;

/** Names of the record headers of the pipeline; every value is UTF-8 text. */
public final class HeaderNames {

    /** Corp id; on raw, events, parked and dead letters. */
    public static final String CORP = "wecom-corp";

    /** Seq in plain decimal digits; on raw, events, parked and dead letters. */
    public static final String SEQ = "wecom-seq";

    /** Message id; on raw, events, parked and dead letters. */
    public static final String MSGID = "wecom-msgid";

    /** Version of the corp's RSA key in decimal digits; on raw, events, parked and dead letters. */
    public static final String KEY_VERSION = "wecom-key-version";

    /** How the record came: the {@linkplain Delivery#text() text} of a {@link Delivery}. */
    public static final String DELIVERY = "wecom-delivery";

    /** Why a record is parked or dead-lettered: a word of a closed list; on parked and dead letters only. */
    public static final String REASON = "wecom-reason";

    /**
     * Up to when everything sent to the corp was taken or is listed as a gap, in milliseconds since the epoch; on calls only, and
     * not on those that a task sends when it stops.
     */
    public static final String CAUGHT_UP = "wecom-caught-up";

    /** Topic the record was read from; on parked and dead letters, named as in Kafka Connect. */
    public static final String ERROR_TOPIC = "__connect.errors.topic";

    /** Partition the record was read from; on parked and dead letters, named as in Kafka Connect. */
    public static final String ERROR_PARTITION = "__connect.errors.partition";

    /** Offset the record was read from; on parked and dead letters, named as in Kafka Connect. */
    public static final String ERROR_OFFSET = "__connect.errors.offset";

    /** Step that failed; on parked and dead letters, named as in Kafka Connect. */
    public static final String ERROR_STAGE = "__connect.errors.stage";

    /** Class of the exception, never its message; on parked and dead letters, named as in Kafka Connect. */
    public static final String ERROR_CLASS = "__connect.errors.exception.class.name";

    private HeaderNames() {}
}
