package org.wecomarchive.sinkiceberg.table;

import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * Turns records of one Avro schema into rows of one table schema.
 *
 * <p>Which field goes to which column is looked up by name once; a record is then converted by position. Columns that the
 * record does not know are null. Immutable; safe for use by several threads.
 */
public final class RowConverter {

    private final StructConversion conversion;

    private RowConverter(StructConversion conversion) {
        this.conversion = conversion;
    }

    /**
     * A converter for a table.
     *
     * @throws IllegalArgumentException if a field has no column: its values would be lost
     */
    public static RowConverter between(org.apache.avro.Schema record, Schema table) {
        return new RowConverter(StructConversion.between(record, table.asStruct()));
    }

    /** The row of a record; the record is not kept, its texts are shared. */
    public Record convert(IndexedRecord record) {
        return conversion.convert(record);
    }
}
