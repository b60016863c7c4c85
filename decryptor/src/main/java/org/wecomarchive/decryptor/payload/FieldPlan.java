package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;

/**
 * Where one field of a schema record stands in the JSON and how it is read.
 *
 * @param position of the field in its record
 * @param keys accepted spellings, the first usable one wins; {@code $.} before a key takes it from the envelope
 */
record FieldPlan(int position, List<Key> keys, FieldReader reader) {

    FieldPlan {
        keys = List.copyOf(keys);
    }

    Optional<Object> read(Json object, Json envelope, OpenedStrings strings) {
        for (Key key : keys) {
            Optional<Object> value = reader.read((key.ofEnvelope() ? envelope : object).field(key.name()), strings);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** One spelling of a key. */
    record Key(String name, boolean ofEnvelope) {

        private static final String ENVELOPE_PREFIX = "$.";

        static Key of(String text) {
            return text.startsWith(ENVELOPE_PREFIX)
                    ? new Key(text.substring(ENVELOPE_PREFIX.length()), true)
                    : new Key(text, false);
        }
    }
}
