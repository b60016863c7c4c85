package org.wecomarchive.sinkiceberg.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns that an Avro record becomes.
 *
 * <p>Every field is a column of the same name and comment, nullable where the field is; records are structs, arrays lists
 * without null elements, {@code timestamp-millis} a timestamp in microseconds with zone, UTC. A shape that the contract
 * does not allow (maps, enums, other unions) is refused instead of guessed at.
 *
 * <p>Field ids here only have to be distinct. A table gives its columns ids of its own when it is made and to each new
 * column when it is added, and never again: columns are found by name, so that an id means the same for ever although
 * the Avro schema has none.
 */
final class Columns {

    private static final Pattern MILLISECONDS = Pattern.compile("[Mm]illiseconds since the epoch, UTC");

    private int lastId;

    private Columns() {}

    static org.apache.iceberg.Schema of(Schema record) {
        List<NestedField> columns = new Columns().fields(record);
        Set<Integer> identity = columns.stream()
                .filter(column ->
                        Stream.of(ArchiveTable.CORP_ID, ArchiveTable.SEQ).anyMatch(column.name()::equals))
                .map(NestedField::fieldId)
                .collect(Collectors.toSet());
        return new org.apache.iceberg.Schema(columns, identity);
    }

    /** The schema of what is there when the field is not null. */
    static Schema present(Schema field) {
        if (field.getType() != Schema.Type.UNION) {
            return field;
        }
        if (field.getTypes().size() != 2 || !field.isNullable()) {
            throw new IllegalArgumentException("A union other than of null and one type cannot be a column.");
        }
        return field.getTypes().get(field.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0);
    }

    private List<NestedField> fields(Schema record) {
        List<NestedField> columns = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            lastId++;
            columns.add(NestedField.builder()
                    .withId(lastId)
                    .withName(field.name())
                    .isOptional(field.schema().isNullable())
                    .ofType(type(present(field.schema())))
                    .withDoc(comment(field))
                    .build());
        }
        return columns;
    }

    /** The field's; but a column of points in time is not one of milliseconds. */
    private static String comment(Schema.Field field) {
        return present(field.schema()).getLogicalType() == null
                ? field.doc()
                : MILLISECONDS.matcher(field.doc()).replaceFirst("UTC");
    }

    private Type type(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> Types.StringType.get();
            case BYTES -> Types.BinaryType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> schema.getLogicalType() == null ? Types.LongType.get() : timestamp(schema);
            case DOUBLE -> Types.DoubleType.get();
            case RECORD -> Types.StructType.of(fields(schema));
            case ARRAY -> {
                lastId++;
                yield Types.ListType.ofRequired(lastId, type(schema.getElementType()));
            }
            default -> throw new IllegalArgumentException("No column type is known for Avro " + schema.getType() + ".");
        };
    }

    private static Type timestamp(Schema schema) {
        if (!(schema.getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
            throw new IllegalArgumentException(
                    "No column type is known for " + schema.getLogicalType().getName() + ".");
        }
        return Types.TimestampType.withZone();
    }
}
