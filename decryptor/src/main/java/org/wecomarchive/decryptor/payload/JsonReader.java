package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the JSON of one message, and the JSON inside its strings, as {@link JsonValue} values. Each string is parsed at most
 * once. For one thread.
 *
 * <p>Tolerated: control characters inside strings, around the value and a byte order mark before it, doubled keys (the
 * last one wins), broken escapes ({@link MendedText}), strings and numbers of any length. Values nested deeper than
 * {@value #MAX_DEPTH} are skipped; a text that nests deeper than {@value #MAX_NESTING} is not read at all.
 *
 * <p>Bounds of one message, the inside of its strings included: after {@value #MAX_VALUES} values the rest reads as
 * absent, and after {@value #MAX_FAILURES} strings that looked like JSON and were not, the other strings stay closed.
 */
final class JsonReader {

    static final int MAX_DEPTH = 200;
    /** Bounds the memory that the tokenizer itself needs for a text of nothing but brackets. */
    static final int MAX_NESTING = 10_000;
    /** A value of two bytes takes a hundred in memory. A forward of nine thousand messages has about a hundred thousand. */
    static final int MAX_VALUES = 250_000;
    /** A failed attempt is the one thing here that is not cheap. */
    static final int MAX_FAILURES = 1_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /**
     * Payloads of tens of megabytes are legal and their size is bounded by Kafka, so the tokenizer's own limits are
     * lifted. Names are not interned, and may collide: they are not all our own.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final IdentityHashMap<JsonValue, Optional<JsonValue>> opened = new IdentityHashMap<>(0);
    private int valuesLeft = MAX_VALUES;
    private int failures;
    private boolean damaged;

    /** The only value of the text, or empty when the text is not JSON. */
    Optional<JsonValue> read(MendedText text) {
        try (JsonParser parser = FACTORY.createParser(bare(text.text()))) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            JsonValue value = value(parser, bare(text.document()), 0);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (IOException notJson) {
            // The text is in memory, so this is never a failure to read; the message may quote content.
            return Optional.empty();
        }
    }

    /** The object or array in a string; empty for any other value. */
    Optional<JsonValue> open(JsonValue json) {
        Optional<String> text = json.string().filter(JsonReader::mayOpen);
        return text.isEmpty() ? Optional.empty() : opened.computeIfAbsent(json, key -> attempt(text.get()));
    }

    /** The object or array in a string, any other value as it is. */
    JsonValue openOrSame(JsonValue json) {
        return open(json).orElse(json);
    }

    /** The elements of an array, which may stand in a string; any other value is its only element. */
    List<JsonValue> elements(JsonValue json) {
        JsonValue list = openOrSame(json);
        return list.isArray() ? list.elements() : List.of(json);
    }

    /** Whether the JSON of any string had broken escapes. */
    boolean damaged() {
        return damaged;
    }

    private Optional<JsonValue> attempt(String text) {
        if (failures == MAX_FAILURES || valuesLeft == 0) {
            return Optional.empty();
        }
        MendedText mended = MendedText.of(text);
        Optional<JsonValue> json = read(mended);
        if (json.isEmpty()) {
            failures++;
        }
        damaged |= json.isPresent() && mended.isDamaged();
        return json;
    }

    private static boolean mayOpen(String text) {
        String document = bare(text);
        return (document.startsWith("{") && document.endsWith("}"))
                || (document.startsWith("[") && document.endsWith("]"));
    }

    private static String bare(String text) {
        String unmarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        return unmarked.trim();
    }

    private JsonValue value(JsonParser parser, String document, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        valuesLeft -= valuesLeft > 0 ? 1 : 0;
        if (valuesLeft == 0 || (token.isStructStart() && depth == MAX_DEPTH)) {
            parser.skipChildren();
            return JsonValue.Nothing.NOTHING;
        }
        return switch (token) {
            case START_OBJECT -> object(parser, document, depth);
            case START_ARRAY -> array(parser, document, depth);
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                new JsonValue.Literal(parser.getText());
            default -> JsonValue.Nothing.NOTHING;
        };
    }

    private JsonValue object(JsonParser parser, String document, int depth) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            JsonValue value = value(parser, document, depth + 1);
            if (valuesLeft > 0) {
                fields.put(name, value);
            }
        }
        int end = (int) parser.currentTokenLocation().getCharOffset() + 1;
        return new JsonValue.Composite(fields, document, start, end);
    }

    private JsonValue array(JsonParser parser, String document, int depth) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonValue value = value(parser, document, depth + 1);
            if (valuesLeft > 0) {
                elements.add(value);
            }
        }
        return new JsonValue.Array(elements);
    }
}
