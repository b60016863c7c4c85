package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One message type that the schema knows.
 *
 * @param name the msgtype
 * @param position of its record in ChatEvent
 * @param payloadKeys keys of the envelope that may hold the payload, in order; {@code $} is the envelope itself
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

    private static final String ENVELOPE = "$";

    MessageType {
        payloadKeys = List.copyOf(payloadKeys);
    }

    /** The payload in an envelope, read; empty when the envelope has none of this type's shape. */
    Optional<Reading> read(Json envelope) {
        for (String key : payloadKeys) {
            if (key.equals(ENVELOPE)) {
                Optional<SpecificRecord> record = plan.readIfAny(envelope, envelope);
                if (record.isPresent()) {
                    return Optional.of(new Reading(record.get(), envelope, Place.root()));
                }
            } else if (envelope.field(key).isObject()) {
                Json payload = envelope.field(key);
                return Optional.of(new Reading(
                        plan.read(payload, envelope), payload, Place.root().field(key)));
            }
        }
        return Optional.empty();
    }

    /** A payload read into its record, still without parts. */
    record Reading(SpecificRecord record, Json payload, Place place) {}

    /**
     * The fields of a record that has parts.
     *
     * @param keys of the list in the payload, the first that holds an array counts
     * @param listPosition of the list in the record
     * @param truncatedPosition of the flag that tells whether the list is complete
     */
    record ItemFields(List<String> keys, int listPosition, int truncatedPosition) {

        ItemFields {
            keys = List.copyOf(keys);
        }

        /** The key of the payload's list of parts. */
        Optional<String> key(Json payload) {
            return keys.stream().filter(key -> payload.field(key).isArray()).findFirst();
        }
    }
}
