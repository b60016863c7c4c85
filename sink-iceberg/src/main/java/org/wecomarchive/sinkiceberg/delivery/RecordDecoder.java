package org.wecomarchive.sinkiceberg.delivery;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns the bytes of a record's value into the record. */
@FunctionalInterface
public interface RecordDecoder {

    /**
     * The record.
     *
     * @throws org.wecomarchive.serde.UndecodableRecordException if it never will be readable
     */
    SpecificRecord decode(SinkRecord record);
}
