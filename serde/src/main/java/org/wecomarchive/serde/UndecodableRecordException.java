package org.wecomarchive.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes of a record are not a record in the Confluent wire format, or not one of the schema that they name: bad for good,
 * whoever reads them.
 *
 * <p>The message names the topic, the partition and offset where they are known, and the reason; never content. There is
 * no cause, because messages of parsers quote what they parse.
 */
public final class UndecodableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UndecodableRecordException(RecordPosition position, Reason reason, String detail) {
        super(position + ": " + reason.text() + detail);
        this.reason = reason;
    }

    /** What is wrong with the bytes. */
    public Reason reason() {
        return reason;
    }

    /** What can be wrong with the bytes of a record. */
    public enum Reason {
        /** The first byte is not 0, so this is not the Confluent wire format. */
        WRONG_MAGIC_BYTE("does not start with the magic byte 0"),
        /** The bytes end before the record does. */
        TRUNCATED("truncated"),
        /** The bytes are not a record of the schema that they name. */
        MALFORMED("malformed"),
        /** Bytes remain after the record. */
        TRAILING_BYTES("bytes remain after the record");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        private String text() {
            return text;
        }
    }
}
