package org.wecomarchive.serde;

import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** A generated record class with its schema and the conversions of its logical types. */
final class RecordType<T extends SpecificRecord> {

    private final Schema schema;
    private final SpecificData model;

    RecordType(Class<? extends T> type) {
        this.model = new RecordModel(type);
        this.schema = model.getSchema(type);
    }

    Schema schema() {
        return schema;
    }

    DatumWriter<T> writer() {
        return new SpecificDatumWriter<>(schema, model);
    }

    /** Reads what was written with the other schema as if it had been written with ours. */
    DatumReader<T> readerOf(Schema written) {
        return new SpecificDatumReader<>(written, schema, model);
    }
}
