package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * How one record of the schema is read from a JSON object and which of its values people search for.
 *
 * @param blank makes an empty record
 * @param fields in schema order
 */
record RecordPlan(Supplier<SpecificRecord> blank, List<FieldPlan> fields) {

    RecordPlan {
        fields = List.copyOf(fields);
    }

    /** A record of what the object has; fields without a usable value stay null. */
    SpecificRecord read(Json object, Json message, OpenedStrings strings) {
        SpecificRecord record = blank.get();
        for (FieldPlan field : fields) {
            field.read(object, message, strings).ifPresent(value -> record.put(field.position(), value));
        }
        return record;
    }

    /** As {@link #read}, but empty when no field has a usable value. */
    Optional<SpecificRecord> readIfAny(Json object, Json message, OpenedStrings strings) {
        SpecificRecord record = read(object, message, strings);
        return fields.stream().anyMatch(field -> record.get(field.position()) != null)
                ? Optional.of(record)
                : Optional.empty();
    }

    /** Whether a field is read from this key. */
    boolean reads(String key) {
        return fields.stream().anyMatch(field -> field.keys().contains(FieldPlan.Key.of(key)));
    }

    /** As an element of a list: only objects are records. */
    Optional<Object> readElement(Json json, OpenedStrings strings) {
        Json object = strings.openOrSame(json);
        return object.isObject() ? Optional.of(read(object, object, strings)) : Optional.empty();
    }

    /** Hands on the record's searchable texts, in schema order. */
    void collectTexts(SpecificRecord record, Consumer<String> texts) {
        for (FieldPlan field : fields) {
            Object value = record.get(field.position());
            if (value != null) {
                field.texts().accept(value, texts);
            }
        }
    }
}
