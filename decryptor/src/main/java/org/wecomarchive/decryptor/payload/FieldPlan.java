package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where one field of a schema record stands in the JSON and how it is read.
 *
 * @param position of the field in its record
 * @param keys accepted spellings, the first usable one wins; {@code $.} before a key takes it from the message
 * @param texts takes the texts that people search for out of a value
 */
record FieldPlan(int position, List<Key> keys, FieldReader reader, BiConsumer<Object, Consumer<String>> texts) {

    FieldPlan {
        keys = List.copyOf(keys);
    }

    Optional<Object> read(Json object, Json message, OpenedStrings strings) {
        for (Key key : keys) {
            Optional<Object> value = reader.read((key.ofMessage() ? message : object).field(key.name()), strings);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** One spelling of a key. */
    record Key(String name, boolean ofMessage) {

        private static final String MESSAGE_PREFIX = "$.";

        static Key of(String text) {
            return text.startsWith(MESSAGE_PREFIX)
                    ? new Key(text.substring(MESSAGE_PREFIX.length()), true)
                    : new Key(text, false);
        }
    }
}
