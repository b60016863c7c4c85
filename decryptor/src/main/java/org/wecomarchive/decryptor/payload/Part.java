package org.wecomarchive.decryptor.payload;

import java.util.Locale;
import java.util.Optional;

/**
 * One element of a list of parts.
 *
 * @param json the element, an object
 * @param place where it stands in the message
 * @param originalType its type as it stands in the JSON
 * @param typeName its message type: without the prefix {@code ChatRecord}, in lower case
 * @param content its payload, out of the string that usually holds it; that string itself when it is not JSON
 */
record Part(Json json, Place place, Optional<String> originalType, Optional<String> typeName, Json content) {

    static final String CONTENT = "content";

    private static final String PREFIX = "ChatRecord";

    static Part of(Json element, Place place, OpenedStrings strings) {
        Optional<String> type = element.field("type").scalar().filter(text -> !text.isEmpty());
        return new Part(element, place, type, type.map(Part::normalised), strings.openOrSame(element.field(CONTENT)));
    }

    private static String normalised(String type) {
        boolean prefixed = type.length() > PREFIX.length() && type.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
        return (prefixed ? type.substring(PREFIX.length()) : type).toLowerCase(Locale.ROOT);
    }
}
