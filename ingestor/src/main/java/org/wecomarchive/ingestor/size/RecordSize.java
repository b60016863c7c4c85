package org.wecomarchive.ingestor.size;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.wecomarchive.serde.BatchSize;

/**
 * What a record measures before it is compressed: it has to fit without compression as well, since whoever writes it on, to
 * parked or dead letters, may have another one.
 */
final class RecordSize {

    private RecordSize() {}

    /** Upper bound in bytes of a batch with this record alone; key and header values are text, the value is bytes. */
    static long upperBound(SourceRecord sent) {
        BatchSize batch = new BatchSize(bytes((String) sent.key()), ((byte[]) sent.value()).length);
        for (Header header : sent.headers()) {
            batch.addHeader(bytes(header.key()), bytes((String) header.value()));
        }
        return batch.upperBound();
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
