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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON text into {@link Json} values.
 *
 * <p>Tolerated: control characters inside strings, around the value and a byte order mark before it, doubled keys (the
 * last one wins), broken escapes ({@link MendedText}), strings and numbers of any length. Values nested deeper than
 * {@value #MAX_DEPTH} are skipped; a text that nests deeper than {@value #MAX_NESTING} is not read at all. Safe for use
 * by several threads.
 */
final class JsonReader {

    static final int MAX_DEPTH = 200;

    /** Bounds the memory that the tokenizer itself needs for a text of nothing but brackets. */
    static final int MAX_NESTING = 10_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * Payloads of tens of megabytes are legal and their size is bounded by Kafka, so the tokenizer's own limits are
     * lifted. Names are not interned, and may collide: they are not all our own.
     */
    private final JsonFactory factory = new JsonFactoryBuilder()
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

    /** The only value of the text, or empty when the text is not JSON. */
    Optional<Json> read(String text) {
        return read(MendedText.of(text), new ValueBudget());
    }

    /** The only value of the text, as far as the budget allows, or empty when the text is not JSON. */
    Optional<Json> read(MendedText text, ValueBudget budget) {
        try (JsonParser parser = factory.createParser(bare(text.text()))) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Json value = new Reading(parser, bare(text.document()), budget).value(0);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (IOException notJson) {
            // The text is in memory, so this is never a failure to read; the message may quote content.
            return Optional.empty();
        }
    }

    /** Whether a text starts and ends like an object or an array. */
    static boolean mayOpen(String text) {
        String document = bare(text);
        return (document.startsWith("{") && document.endsWith("}"))
                || (document.startsWith("[") && document.endsWith("]"));
    }

    private static String bare(String text) {
        String unmarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        return unmarked.trim();
    }

    /** One text being read. */
    private record Reading(JsonParser parser, String document, ValueBudget budget) {

        Json value(int depth) throws IOException {
            if (!budget.take()) {
                parser.skipChildren();
                return Json.Nothing.NOTHING;
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(depth);
                case START_ARRAY -> array(depth);
                case VALUE_STRING -> new Json.Text(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    new Json.Literal(parser.getText());
                default -> Json.Nothing.NOTHING;
            };
        }

        private Json object(int depth) throws IOException {
            if (depth == MAX_DEPTH) {
                parser.skipChildren();
                return Json.Nothing.NOTHING;
            }
            int start = (int) parser.currentTokenLocation().getCharOffset();
            Map<String, Json> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                Json value = value(depth + 1);
                if (!budget.isSpent()) {
                    fields.put(name, value);
                }
            }
            int end = (int) parser.currentTokenLocation().getCharOffset() + 1;
            return new Json.Composite(fields, document, start, end);
        }

        private Json array(int depth) throws IOException {
            if (depth == MAX_DEPTH) {
                parser.skipChildren();
                return Json.Nothing.NOTHING;
            }
            List<Json> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Json value = value(depth + 1);
                if (!budget.isSpent()) {
                    elements.add(value);
                }
            }
            return new Json.Array(elements);
        }
    }
}
