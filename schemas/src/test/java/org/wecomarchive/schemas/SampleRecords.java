package org.wecomarchive.schemas;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Fixed records of any schema: every value is another one and tells where it belongs. */
final class SampleRecords {

    private final boolean full;
    private int counter;

    private SampleRecords(boolean full) {
        this.full = full;
    }

    /** Every optional field set, two items in every array. */
    static GenericRecord full(Schema schema) {
        return (GenericRecord) new SampleRecords(true).value(schema, schema.getName());
    }

    /** No optional field set, no array with items. */
    static GenericRecord minimal(Schema schema) {
        return (GenericRecord) new SampleRecords(false).value(schema, schema.getName());
    }

    private Object value(Schema schema, String field) {
        int number = ++counter;
        return switch (schema.getType()) {
            case STRING -> field + " 值👍\"" + number + "\"";
            case LONG -> field.endsWith("_at") ? 1_700_000_000_000L + number : number * 1_000_003L;
            case INT -> number;
            case BOOLEAN -> number % 2 == 1;
            case DOUBLE -> number + 0.25;
            case BYTES -> ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0, (byte) number});
            case NULL -> null;
            case UNION -> value(full ? nonNull(schema) : Schema.create(Schema.Type.NULL), field);
            case ARRAY -> items(schema, field);
            case RECORD -> record(schema);
            default -> throw new IllegalArgumentException("no sample of " + schema.getType());
        };
    }

    private Object items(Schema schema, String field) {
        List<Object> items = full
                ? List.of(value(schema.getElementType(), field), value(schema.getElementType(), field))
                : List.of();
        return new GenericData.Array<>(schema, items);
    }

    private GenericRecord record(Schema schema) {
        GenericRecord sample = new GenericData.Record(schema);
        schema.getFields().forEach(field -> sample.put(field.pos(), value(field.schema(), field.name())));
        return sample;
    }

    private static Schema nonNull(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }
}
