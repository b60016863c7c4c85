package org.wecomarchive.serde;

/**
 * The Confluent wire format: byte 0, the schema's id as four bytes big-endian, Avro binary.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">
 *     Confluent's description</a>
 */
final class WireFormat {

    static final byte MAGIC_BYTE = 0;
    static final int HEADER_BYTES = 1 + Integer.BYTES;

    private WireFormat() {}

    /** The subject of a topic's values (TopicNameStrategy). */
    static String valueSubject(String topic) {
        return topic + "-value";
    }
}
