package org.wecomarchive.decryptor.payload;

import java.util.IdentityHashMap;
import java.util.Optional;

/** The JSON inside the strings of one message, each string parsed at most once. For one thread. */
final class OpenedStrings {

    private final JsonReader reader;
    private final IdentityHashMap<Json, Optional<Json>> opened = new IdentityHashMap<>(0);

    OpenedStrings(JsonReader reader) {
        this.reader = reader;
    }

    /** The object or array in a string; empty for any other value. */
    Optional<Json> open(Json json) {
        Optional<String> text = json.string();
        return text.isEmpty() ? Optional.empty() : opened.computeIfAbsent(json, key -> reader.open(text.get()));
    }

    /** The object or array in a string, any other value as it is. */
    Json openOrSame(Json json) {
        return open(json).orElse(json);
    }
}
