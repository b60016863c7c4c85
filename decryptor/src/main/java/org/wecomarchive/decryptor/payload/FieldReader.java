package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns a JSON value into the value of one schema field, or into nothing. */
@FunctionalInterface
interface FieldReader {

    Optional<Object> read(Json json);

    /** Reads each element that can be read; a value that is no array counts as its only element. */
    static FieldReader list(FieldReader element) {
        return json -> {
            if (json.isArray()) {
                return Optional.of(json.elements().stream()
                        .flatMap(each -> element.read(each).stream())
                        .collect(Collectors.toList()));
            }
            return element.read(json).map(List::of);
        };
    }
}
