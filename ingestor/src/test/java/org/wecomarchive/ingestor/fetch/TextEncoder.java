package org.wecomarchive.ingestor.fetch;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.ingestor.publish.RecordEncoder;

/** Encodes a record as the JSON that Avro prints. */
record TextEncoder<T extends SpecificRecord>() implements RecordEncoder<T> {

    @Override
    public void prepare(String topic) {}

    @Override
    public byte[] encode(String topic, T value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
