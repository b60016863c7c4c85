package org.wecomarchive.decryptor.payload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.ChatEvent;

/**
 * One message type that the schema knows: a field of ChatEvent that carries the property {@code msgtype}. The property
 * {@code json} lists the payload's keys; {@code structure} marks a payload whose fields the vendor has not published.
 *
 * @param position of its record in ChatEvent
 * @param payloadKeys keys of the message that may hold the payload, in order; {@code $} is the message itself
 * @param plan how the payload is read
 * @param items where its list of parts goes; empty for types without parts
 * @param confirmed whether the vendor has published the payload's fields; else text and media are searched everywhere
 * @param holdsFiles whether its payload, or a part of it, can be a file
 */
record MessageType(
        int position,
        List<String> payloadKeys,
        RecordPlan plan,
        Optional<ItemFields> items,
        boolean confirmed,
        boolean holdsFiles) {

    private static final Map<String, MessageType> BY_NAME = ofSchema();
    private static final String MESSAGE = "$";

    MessageType {
        payloadKeys = List.copyOf(payloadKeys);
    }

    static Optional<MessageType> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, MessageType> ofSchema() {
        Map<String, MessageType> byName = new HashMap<>();
        for (Schema.Field field : ChatEvent.getClassSchema().getFields()) {
            String name = field.getProp("msgtype");
            if (name != null) {
                byName.put(name, of(field));
            }
        }
        return Map.copyOf(byName);
    }

    private static MessageType of(Schema.Field field) {
        Schema record = RecordPlan.optional(field.schema());
        Optional<ItemFields> items = ItemFields.of(record);
        return new MessageType(
                field.pos(),
                RecordPlan.jsonKeys(field),
                new RecordPlan(record),
                items,
                !"unconfirmed".equals(field.getProp("structure")),
                items.isPresent() || record.getField("sdkfileid") != null);
    }

    /** The payload in a message, read; empty when the message has none of this type's shape. */
    Optional<Reading> read(JsonValue message, JsonReader reader) {
        return payloadKeys.stream()
                .flatMap(key -> read(key, message, reader).stream())
                .findFirst();
    }

    private Optional<Reading> read(String key, JsonValue message, JsonReader reader) {
        if (key.equals(MESSAGE)) {
            return readIfAny(message, message, JsonPath.root(), reader);
        }
        JsonValue value = message.field(key);
        JsonPath place = JsonPath.root().field(key);
        if (value.isObject()) {
            return Optional.of(new Reading(this, plan.read(value, message, reader), value, place));
        }
        // A payload in a string; what has none of its fields is a text that only looks like one.
        return reader.open(value).flatMap(payload -> readIfAny(payload, message, place, reader));
    }

    private Optional<Reading> readIfAny(JsonValue payload, JsonValue message, JsonPath place, JsonReader reader) {
        return plan.readIfAny(payload, message, reader).map(record -> new Reading(this, record, payload, place));
    }

    /** A payload read into its record, still without parts. */
    record Reading(MessageType type, SpecificRecord record, JsonValue payload, JsonPath place) {}

    /** A list of parts, which may stand in a string; a lone part is a list of one. */
    record Parts(JsonValue list, JsonPath place) {}

    /**
     * The fields of a record that has parts.
     *
     * @param keys of the list in the payload, the first that holds one counts
     * @param listPosition of the list in the record
     * @param truncatedPosition of the flag that tells whether the list is complete
     */
    record ItemFields(List<String> keys, int listPosition, int truncatedPosition) {

        ItemFields {
            keys = List.copyOf(keys);
        }

        private static Optional<ItemFields> of(Schema record) {
            return record.getFields().stream()
                    .filter(field -> RecordPlan.isItems(RecordPlan.optional(field.schema())))
                    .findFirst()
                    .map(field -> new ItemFields(
                            RecordPlan.jsonKeys(field),
                            field.pos(),
                            record.getField("items_truncated").pos()));
        }

        /** The parts in a payload. */
        Optional<Parts> find(JsonValue payload, JsonPath place, JsonReader reader) {
            return keys.stream()
                    .filter(key -> isList(reader.openOrSame(payload.field(key))))
                    .findFirst()
                    .map(key -> new Parts(payload.field(key), place.field(key)));
        }

        private static boolean isList(JsonValue json) {
            return json.isArray() || json.isObject();
        }
    }
}
