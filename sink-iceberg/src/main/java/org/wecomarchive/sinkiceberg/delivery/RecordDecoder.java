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
     * @throws org.wecomarchive.serde.UnresolvableSchemaException if the registry does not have its schema, or not as ours
     * @throws org.wecomarchive.serde.RegistryUnavailableException if its schema cannot be fetched now
     */
    SpecificRecord decode(SinkRecord record);
}
