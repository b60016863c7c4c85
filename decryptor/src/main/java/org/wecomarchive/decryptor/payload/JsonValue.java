package org.wecomarchive.decryptor.payload;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value of a payload. Every question may be asked of every value: a value of another kind answers as if it were
 * empty, so that a mistyped field reads like an absent one.
 */
interface JsonValue {

    /** The value of a field; {@link Nothing#NOTHING} when absent or when this is no object. */
    default JsonValue field(String name) {
        return fields().getOrDefault(name, Nothing.NOTHING);
    }

    /** The fields in order, the last value of a doubled one; empty unless {@link #isObject()}. */
    default Map<String, JsonValue> fields() {
        return Map.of();
    }

    /** The elements in order; empty unless {@link #isArray()}. */
    default List<JsonValue> elements() {
        return List.of();
    }

    /** The text of a string, the digits of a number, {@code true} or {@code false}; empty for all else. */
    default Optional<String> scalar() {
        return Optional.empty();
    }

    /** The value of a string, also an empty one. */
    default Optional<String> string() {
        return this instanceof Text ? scalar() : Optional.empty();
    }

    default boolean isObject() {
        return this instanceof Composite;
    }

    default boolean isArray() {
        return this instanceof Array;
    }

    /** The JSON text of an object exactly as it stands in the document; empty for all else. */
    default Optional<String> source() {
        return Optional.empty();
    }

    /** JSON's null, an absent value, and whatever lies deeper than is read. */
    enum Nothing implements JsonValue {
        NOTHING
    }

    /** A string. */
    record Text(String value) implements JsonValue {

        @Override
        public Optional<String> scalar() {
            return Optional.of(value);
        }
    }

    /** A number or a boolean, spelled as in the document: no digit is lost and no huge number is ever computed. */
    record Literal(String spelling) implements JsonValue {

        @Override
        public Optional<String> scalar() {
            return Optional.of(spelling);
        }
    }

    /** An array; the list is not changed after construction and not copied, since it can be long. */
    record Array(List<JsonValue> elements) implements JsonValue {

        public Array {
            elements = Collections.unmodifiableList(elements);
        }
    }

    /**
     * An object; the map is not changed after construction and not copied, since it can be long.
     *
     * @param document the text the object stands in
     * @param start index of its opening brace
     * @param end index after its closing brace
     */
    record Composite(Map<String, JsonValue> fields, String document, int start, int end) implements JsonValue {

        public Composite {
            fields = Collections.unmodifiableMap(fields);
        }

        @Override
        public Optional<String> source() {
            return Optional.of(document.substring(start, end));
        }
    }
}
