package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One message type that the schema knows.
 *
 * @param name the msgtype
 * @param position of its record in ChatEvent
 * @param payloadKeys keys of the message that may hold the payload, in order; {@code $} is the message itself
 * @param plan how the payload is read
 * @param items where its list of parts goes; empty for types without parts
 * @param confirmed whether the vendor has published the payload's fields; else text and media are searched everywhere
 */
record MessageType(
        String name,
        int position,
        List<String> payloadKeys,
        RecordPlan plan,
        Optional<ItemFields> items,
        boolean confirmed) {

    private static final String MESSAGE = "$";

    MessageType {
        payloadKeys = List.copyOf(payloadKeys);
    }

    /** The payload in a message, read; empty when the message has none of this type's shape. */
    Optional<Reading> read(Json message, OpenedStrings strings) {
        return payloadKeys.stream()
                .flatMap(key -> read(key, message, strings).stream())
                .findFirst();
    }

    private Optional<Reading> read(String key, Json message, OpenedStrings strings) {
        if (key.equals(MESSAGE)) {
            return plan.readIfAny(message, message, strings).map(record -> new Reading(record, message, Place.root()));
        }
        Json value = message.field(key);
        Place place = Place.root().field(key);
        if (value.isObject()) {
            return Optional.of(new Reading(plan.read(value, message, strings), value, place));
        }
        // A payload in a string; what has none of its fields is a text that only looks like one.
        return strings.open(value).flatMap(payload -> plan.readIfAny(payload, message, strings)
                .map(record -> new Reading(record, payload, place)));
    }

    /** Whether its payload, or a part of it, can be a file. */
    boolean holdsFiles() {
        return items.isPresent() || plan.reads("sdkfileid");
    }

    /** A payload read into its record, still without parts. */
    record Reading(SpecificRecord record, Json payload, Place place) {}

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

        /** The key of the payload's list of parts, which may stand in a string; a lone part is a list of one. */
        Optional<String> key(Json payload, OpenedStrings strings) {
            return keys.stream()
                    .filter(key -> isList(strings.openOrSame(payload.field(key))))
                    .findFirst();
        }

        private static boolean isList(Json json) {
            return json.isArray() || json.isObject();
        }
    }
}
