package org.wecomarchive.sinkiceberg.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/**
 * Turns records of one Avro schema into rows of one table schema.
 *
 * <p>Which field goes to which column is looked up by name once; a record is then converted by position. Columns that the
 * record does not know are null. Immutable; safe for use by several threads.
 *
 * <p>Timestamp columns count microseconds in 64 bits: about 292,000 years before and after 1970. The milliseconds of a record
 * reach further, and a sender may have written anything. A time that no column can hold becomes null, for the payload still
 * says what was sent; in a column that must have a value it becomes the nearest time that the column can hold.
 */
public final class RowConverter {

    private static final Instant EARLIEST = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
    private static final Instant LATEST = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

    private final GenericRecord empty;
    private final List<Cell> cells;

    /** From the position of a field to that of its column; values, which are never null, are converted on the way. */
    private record Cell(int field, int column, UnaryOperator<Object> conversion) {}

    private RowConverter(Schema record, StructType struct) {
        this.empty = GenericRecord.create(struct);
        this.cells =
                record.getFields().stream().map(field -> cell(field, struct)).toList();
    }

    /**
     * A converter for a table.
     *
     * @throws IllegalArgumentException if a field has no column: its values would be lost
     */
    public static RowConverter between(Schema record, org.apache.iceberg.Schema table) {
        return new RowConverter(record, table.asStruct());
    }

    private static Cell cell(Schema.Field field, StructType struct) {
        NestedField column = struct.field(field.name());
        if (column == null) {
            throw new IllegalArgumentException("The field " + field.name() + " has no column.");
        }
        return new Cell(field.pos(), struct.fields().indexOf(column), conversion(field.schema(), column.type()));
    }

    private static UnaryOperator<Object> conversion(Schema schema, Type type) {
        Schema present = Columns.present(schema);
        return switch (type.typeId()) {
            case STRUCT -> {
                RowConverter nested = new RowConverter(present, type.asStructType());
                yield value -> nested.convert((IndexedRecord) value);
            }
            case LIST -> {
                UnaryOperator<Object> element =
                        conversion(present.getElementType(), type.asListType().elementType());
                yield value -> ((List<?>) value).stream().map(element).toList();
            }
            case TIMESTAMP ->
                schema.isNullable() ? value -> timeOrNull((Instant) value) : value -> nearest((Instant) value);
            default -> UnaryOperator.identity();
        };
    }

    private static OffsetDateTime timeOrNull(Instant time) {
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : nearest(time);
    }

    private static OffsetDateTime nearest(Instant time) {
        Instant within = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return within.atOffset(ZoneOffset.UTC);
    }

    /** The row of a record; the record is not kept, its texts are shared. */
    public Record convert(IndexedRecord record) {
        GenericRecord row = empty.copy();
        for (Cell cell : cells) {
            Object value = record.get(cell.field());
            if (value != null) {
                row.set(cell.column(), cell.conversion().apply(value));
            }
        }
        return row;
    }
}
