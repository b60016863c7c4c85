package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns a JSON value into the value of one schema field, or into nothing. A list or an object may also stand in a
 * string.
 */
@FunctionalInterface
interface FieldReader {

    Optional<Object> read(Json json, OpenedStrings strings);

    /** Reads each element that can be read; a value that is no array counts as its only element. */
    static FieldReader list(FieldReader element) {
        return (json, strings) -> {
            Json list = strings.openOrSame(json);
            if (list.isArray()) {
                return Optional.of(list.elements().stream()
                        .flatMap(each -> element.read(each, strings).stream())
                        .collect(Collectors.toList()));
            }
            return element.read(json, strings).map(List::of);
        };
    }
}
