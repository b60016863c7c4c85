package org.wecomarchive.decryptor.payload;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One element of a list of parts, which may also be a whole message.
 *
 * @param json the element, an object
 * @param place where it stands in the message
 * @param originalType its type as it stands in the JSON
 * @param typeName its message type: without the prefix {@code ChatRecord}, in lower case
 * @param type that type, if the schema knows it
 * @param contentKey the key of its payload
 * @param content its payload, out of the string that usually holds it; that string itself when it is not JSON
 */
record Part(
        JsonValue json,
        JsonPath place,
        Optional<String> originalType,
        Optional<String> typeName,
        Optional<MessageType> type,
        String contentKey,
        JsonValue content) {

    static final String CONTENT = "content";
    private static final String PREFIX = "ChatRecord";

    static Part of(JsonValue element, JsonPath place, JsonReader reader) {
        Optional<String> original = originalType(element);
        Optional<String> name = original.map(Part::normalised);
        Optional<MessageType> type = name.flatMap(MessageType::find);
        String key = contentKey(element, type);
        return new Part(element, place, original, name, type, key, reader.openOrSame(element.field(key)));
    }

    /** Whether an object of a shape that nobody has published looks like a part: it has a type and content. */
    static boolean isOne(JsonValue json) {
        return originalType(json).isPresent() && json.field(CONTENT) != JsonValue.Nothing.NOTHING;
    }

    /** Whether it looks like a part, or names a type that is known. */
    static boolean isOneOrTyped(JsonValue json) {
        return isOne(json)
                || originalType(json)
                        .map(Part::normalised)
                        .flatMap(MessageType::find)
                        .isPresent();
    }

    JsonPath contentPlace() {
        return place.field(contentKey);
    }

    private static Optional<String> originalType(JsonValue element) {
        return Stream.of("type", "msgtype")
                .flatMap(key -> element.field(key).scalar().stream())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** In a whole message the payload stands where it stands in any message of its type. */
    private static String contentKey(JsonValue element, Optional<MessageType> type) {
        return Stream.concat(Stream.of(CONTENT), type.stream().flatMap(known -> known.payloadKeys().stream()))
                .filter(key -> element.field(key) != JsonValue.Nothing.NOTHING)
                .findFirst()
                .orElse(CONTENT);
    }

    private static String normalised(String type) {
        boolean prefixed = type.length() > PREFIX.length() && type.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
        return (prefixed ? type.substring(PREFIX.length()) : type).toLowerCase(Locale.ROOT);
    }
}
