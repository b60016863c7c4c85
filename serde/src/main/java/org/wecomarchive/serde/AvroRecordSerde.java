package org.wecomarchive.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;

/** For {@code default.value.serde} of Kafka Streams; settings as of {@link AvroRecordDeserializer}. */
public final class AvroRecordSerde extends Serdes.WrapperSerde<SpecificRecord> {

    public AvroRecordSerde() {
        super(new AvroRecordSerializer(), new AvroRecordDeserializer());
    }
}
