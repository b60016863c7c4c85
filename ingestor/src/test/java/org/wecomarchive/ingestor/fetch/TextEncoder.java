package org.wecomarchive.ingestor.fetch;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.ingestor.publish.SourceRecords;

/** Encodes a record as the JSON that Avro prints. */
final class TextEncoder {

    private TextEncoder() {}

    static byte[] encode(SpecificRecord value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    static SourceRecords.Encoders encoders() {
        return new SourceRecords.Encoders(TextEncoder::encode, TextEncoder::encode, TextEncoder::encode, () -> {});
    }
}
