package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MessageItem;

/**
 * Makes {@link RecordPlan}s from a schema and its properties.
 *
 * <p>Properties of a field: {@code json} lists the accepted keys (default: the field's name), {@code format} {@code
 * u64} marks unsigned 64-bit ids, {@code text} what people search for. Lists of {@link MessageItem} are left out:
 * {@link ItemFlattener} makes them.
 */
final class RecordPlans {

    private RecordPlans() {}

    static RecordPlan of(Schema record) {
        List<FieldPlan> fields = new ArrayList<>();
        for (Schema.Field field : record.getFields()) {
            Schema type = optional(field.schema());
            if (!isItems(type)) {
                BiConsumer<Object, Consumer<String>> texts =
                        isSearched(field, type) ? texts(type) : (value, found) -> {};
                fields.add(new FieldPlan(field.pos(), keys(field), reader(field, type), texts));
            }
        }
        Class<?> type = generatedClass(record);
        return new RecordPlan(() -> (SpecificRecord) SpecificData.newInstance(type, record), fields);
    }

    private static Class<?> generatedClass(Schema record) {
        try {
            return Class.forName(record.getFullName(), true, ChatEvent.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no generated class for " + record.getFullName(), e);
        }
    }

    /** The accepted keys of a field, in order. */
    static List<String> jsonKeys(Schema.Field field) {
        Object keys = field.getObjectProp("json");
        return keys instanceof List<?> list
                ? list.stream().map(String.class::cast).collect(Collectors.toList())
                : List.of(field.name());
    }

    /** Whether a type is a list of {@link MessageItem}. */
    static boolean isItems(Schema type) {
        return type.getType() == Schema.Type.ARRAY && isRecord(type.getElementType(), MessageItem.getClassSchema());
    }

    /** The type of an optional field, without null. */
    static Schema optional(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not an optional type: " + schema));
    }

    static boolean isTrue(JsonProperties schemaElement, String property) {
        return Boolean.TRUE.equals(schemaElement.getObjectProp(property));
    }

    private static boolean isRecord(Schema schema, Schema wanted) {
        return schema.getType() == Schema.Type.RECORD && schema.getFullName().equals(wanted.getFullName());
    }

    private static List<FieldPlan.Key> keys(Schema.Field field) {
        return jsonKeys(field).stream().map(FieldPlan.Key::of).toList();
    }

    private static FieldReader reader(Schema.Field field, Schema type) {
        return switch (type.getType()) {
            case ARRAY -> FieldReader.list(reader(field, type.getElementType()));
            case RECORD -> of(type)::readElement;
            default -> {
                Leaf leaf = leaf(field, type);
                yield (json, strings) -> leaf.read(json);
            }
        };
    }

    private static Leaf leaf(Schema.Field field, Schema type) {
        return switch (type.getType()) {
            case STRING -> "u64".equals(field.getProp("format")) ? Leaf.UNSIGNED : Leaf.TEXT;
            case LONG -> type.getLogicalType() instanceof LogicalTypes.TimestampMillis ? Leaf.INSTANT : Leaf.INTEGER;
            case DOUBLE -> Leaf.REAL;
            case BOOLEAN -> Leaf.FLAG;
            default -> throw new IllegalStateException("no reader for " + field.name() + " of type " + type);
        };
    }

    private static boolean isSearched(Schema.Field field, Schema type) {
        boolean listOfRecords =
                type.getType() == Schema.Type.ARRAY && type.getElementType().getType() == Schema.Type.RECORD;
        return listOfRecords || isTrue(field, "text");
    }

    private static BiConsumer<Object, Consumer<String>> texts(Schema type) {
        switch (type.getType()) {
            case ARRAY -> {
                BiConsumer<Object, Consumer<String>> element = texts(type.getElementType());
                return (value, found) -> ((List<?>) value).forEach(each -> element.accept(each, found));
            }
            case RECORD -> {
                RecordPlan plan = of(type);
                return (value, found) -> plan.collectTexts((SpecificRecord) value, found);
            }
            default -> {
                return (value, found) -> found.accept((String) value);
            }
        }
    }
}
