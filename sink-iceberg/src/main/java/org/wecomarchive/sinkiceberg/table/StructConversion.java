package org.wecomarchive.sinkiceberg.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/** Conversion of an Avro record to a struct: for every column the position of its field and what becomes of the value. */
final class StructConversion implements ValueConversion {

    private static final int ABSENT = -1;

    private final GenericRecord empty;
    private final int[] sources;
    private final ValueConversion[] conversions;

    private StructConversion(StructType struct, int[] sources, ValueConversion[] conversions) {
        this.empty = GenericRecord.create(struct);
        this.sources = sources;
        this.conversions = conversions;
    }

    static StructConversion between(Schema record, StructType struct) {
        record.getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> struct.field(name) == null)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("The field " + name + " has no column.");
                });
        List<NestedField> columns = struct.fields();
        int[] sources = new int[columns.size()];
        ValueConversion[] conversions = new ValueConversion[columns.size()];
        for (int position = 0; position < sources.length; position++) {
            NestedField column = columns.get(position);
            Schema.Field field = record.getField(column.name());
            sources[position] = field == null ? ABSENT : field.pos();
            conversions[position] = field == null ? ValueConversion.SAME : conversion(field.schema(), column.type());
        }
        return new StructConversion(struct, sources, conversions);
    }

    private static ValueConversion conversion(Schema schema, Type type) {
        Schema present = Columns.present(schema);
        return switch (type.typeId()) {
            case STRUCT -> between(present, type.asStructType());
            case LIST ->
                list(conversion(present.getElementType(), type.asListType().elementType()));
            case TIMESTAMP -> schema.isNullable() ? Timestamps::orNull : Timestamps::nearest;
            default -> ValueConversion.SAME;
        };
    }

    private static ValueConversion list(ValueConversion element) {
        return value -> {
            List<?> elements = (List<?>) value;
            List<Object> converted = new ArrayList<>(elements.size());
            for (Object one : elements) {
                converted.add(element.convert(one));
            }
            return converted;
        };
    }

    @Override
    public Record convert(Object value) {
        IndexedRecord record = (IndexedRecord) value;
        GenericRecord row = empty.copy();
        for (int position = 0; position < sources.length; position++) {
            Object field = sources[position] == ABSENT ? null : record.get(sources[position]);
            if (field != null) {
                row.set(position, conversions[position].convert(field));
            }
        }
        return row;
    }
}
