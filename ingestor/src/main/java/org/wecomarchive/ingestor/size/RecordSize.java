package org.wecomarchive.ingestor.size;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What a record measures before it is compressed: it has to fit without compression as well, since whoever writes it on, to
 * parked or dead letters, may have another one.
 *
 * <p>Source of the formats: <a href="https://kafka.apache.org/documentation/#messageformat">Kafka's message format</a>.
 */
final class RecordSize {

    /** Upper bound of what the record and batch formats add: 61 bytes of batch header, 21 of record header, and slack. */
    private static final int BATCH_OVERHEAD_BYTES = 128;
    /** Upper bound of the two lengths of a header, varints of at most 5 bytes. */
    private static final int HEADER_OVERHEAD_BYTES = 10;

    private RecordSize() {}

    /** Upper bound in bytes of a batch with this record alone; key and header values are text, the value is bytes. */
    static long upperBound(SourceRecord sent) {
        long bytes = BATCH_OVERHEAD_BYTES + bytes((String) sent.key()) + ((byte[]) sent.value()).length;
        for (Header header : sent.headers()) {
            bytes += HEADER_OVERHEAD_BYTES + bytes(header.key()) + bytes((String) header.value());
        }
        return bytes;
    }

    private static long bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
