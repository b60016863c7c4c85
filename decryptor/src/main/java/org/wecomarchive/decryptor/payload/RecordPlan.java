package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.MessageItem;

/**
 * How a record of the schema is read from a JSON object, and which of its values people search for.
 *
 * <p>Properties of a field: {@code json} lists the accepted keys (default: the field's name), {@code format} {@code
 * u64} marks unsigned 64-bit ids, {@code text} what people search for. Lists of {@link MessageItem} are left out:
 * {@link ItemFlattener} makes them.
 */
final class RecordPlan {

    private static final String OF_MESSAGE = "$.";

    private final Schema schema;
    private final Class<?> generated;
    private final List<Field> fields;

    RecordPlan(Schema schema) {
        this.schema = schema;
        this.generated = generated(schema);
        this.fields = schema.getFields().stream()
                .filter(field -> !isItems(optional(field.schema())))
                .map(Field::of)
                .toList();
    }

    private static Class<?> generated(Schema schema) {
        try {
            return Class.forName(schema.getFullName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no generated class for " + schema.getFullName(), e);
        }
    }

    /** A record of what the object has; fields without a usable value stay null. */
    SpecificRecord read(JsonValue object, JsonValue message, JsonReader reader) {
        SpecificRecord record = (SpecificRecord) SpecificData.newInstance(generated, schema);
        for (Field field : fields) {
            field.read(object, message, reader).ifPresent(value -> record.put(field.position(), value));
        }
        return record;
    }

    /** As {@link #read}, but empty when no field has a usable value. */
    Optional<SpecificRecord> readIfAny(JsonValue object, JsonValue message, JsonReader reader) {
        SpecificRecord record = read(object, message, reader);
        return fields.stream().anyMatch(field -> record.get(field.position()) != null)
                ? Optional.of(record)
                : Optional.empty();
    }

    /** Hands on the record's searchable texts, in schema order. */
    void collectTexts(SpecificRecord record, Consumer<String> texts) {
        for (Field field : fields) {
            Object value = record.get(field.position());
            if (field.searched() && value != null) {
                field.collectTexts(value, texts);
            }
        }
    }

    /** The accepted keys of a field, in order. */
    static List<String> jsonKeys(Schema.Field field) {
        Object keys = field.getObjectProp("json");
        return keys instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of(field.name());
    }

    /** Whether a type is a list of {@link MessageItem}. */
    static boolean isItems(Schema type) {
        return type.getType() == Schema.Type.ARRAY
                && type.getElementType()
                        .getFullName()
                        .equals(MessageItem.getClassSchema().getFullName());
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

    /**
     * Where one field stands in the JSON and how it is read. A list or an object may also stand in a string.
     *
     * @param position of the field in its record
     * @param keys accepted spellings, the first usable one wins; {@code $.} before one takes it from the message
     * @param list whether its value is a list of what is read
     * @param nested the plan of a record, or of the records in a list
     * @param leaf reads any other value, or element of a list
     * @param searched whether people search for it
     */
    private record Field(
            int position,
            List<String> keys,
            boolean list,
            Optional<RecordPlan> nested,
            Function<JsonValue, ? extends Optional<?>> leaf,
            boolean searched) {

        static Field of(Schema.Field field) {
            Schema type = optional(field.schema());
            boolean list = type.getType() == Schema.Type.ARRAY;
            Schema element = list ? type.getElementType() : type;
            boolean record = element.getType() == Schema.Type.RECORD;
            return new Field(
                    field.pos(),
                    jsonKeys(field),
                    list,
                    record ? Optional.of(new RecordPlan(element)) : Optional.empty(),
                    record ? json -> Optional.empty() : leaf(field, element),
                    Boolean.TRUE.equals(field.getObjectProp("text")) || (list && record));
        }

        private static Function<JsonValue, ? extends Optional<?>> leaf(Schema.Field field, Schema type) {
            return switch (type.getType()) {
                case STRING -> "u64".equals(field.getProp("format")) ? Leaf::unsigned : Leaf::text;
                case LONG ->
                    type.getLogicalType() instanceof LogicalTypes.TimestampMillis ? Leaf::instant : Leaf::integer;
                case DOUBLE -> Leaf::real;
                case BOOLEAN -> Leaf::flag;
                default -> throw new IllegalStateException("no reader for " + field.name() + " of type " + type);
            };
        }

        Optional<?> read(JsonValue object, JsonValue message, JsonReader reader) {
            for (String key : keys) {
                boolean ofMessage = key.startsWith(OF_MESSAGE);
                JsonValue json = ofMessage ? message.field(key.substring(OF_MESSAGE.length())) : object.field(key);
                Optional<?> value = list ? elements(json, reader) : element(json, reader);
                if (value.isPresent()) {
                    return value;
                }
            }
            return Optional.empty();
        }

        /** Each element that can be read; none is a value only where there is an array. */
        private Optional<?> elements(JsonValue json, JsonReader reader) {
            List<Object> values = reader.elements(json).stream()
                    .<Object>flatMap(each -> element(each, reader).stream())
                    .toList();
            return values.isEmpty() && !reader.openOrSame(json).isArray() ? Optional.empty() : Optional.of(values);
        }

        /** Only objects are records. */
        private Optional<?> element(JsonValue json, JsonReader reader) {
            if (nested.isEmpty()) {
                return leaf.apply(json);
            }
            return Optional.of(reader.openOrSame(json))
                    .filter(JsonValue::isObject)
                    .map(object -> nested.get().read(object, object, reader));
        }

        void collectTexts(Object value, Consumer<String> texts) {
            if (value instanceof List<?> elements) {
                elements.forEach(each -> collectTexts(each, texts));
            } else if (value instanceof SpecificRecord record) {
                nested.orElseThrow().collectTexts(record, texts);
            } else {
                texts.accept((String) value);
            }
        }
    }
}
