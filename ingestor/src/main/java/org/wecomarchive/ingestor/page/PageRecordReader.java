package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads one object of {@code chatdata}; what has no place of its own is kept as JSON. */
final class PageRecordReader {

    private static final String SEQ = "seq";
    private static final String MSGID = "msgid";
    private static final String KEY_VERSION = "publickey_ver";
    private static final String KEY = "encrypt_random_key";
    private static final String PAYLOAD = "encrypt_chat_msg";

    /** A version has at most ten digits. */
    private static final BigInteger MAX_KEY_VERSION = BigInteger.valueOf(9_999_999_999L);

    private final JsonFactory json;

    PageRecordReader(JsonFactory json) {
        this.json = json;
    }

    /** Reads the object whose START_OBJECT is the current token. */
    ArchivedRecord read(JsonParser parser, SequenceCheck sequence) throws IOException, UnreadablePageException {
        try (OtherFields others = new OtherFields(json)) {
            Map<String, BigInteger> numbers = new HashMap<>();
            Map<String, String> texts = new HashMap<>();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!seen.add(name) || !take(name, parser, numbers, texts)) {
                    others.copy(name, parser);
                    sequence.countUnknownField();
                }
            }
            PageParser.require(numbers.containsKey(SEQ), "a record has no usable seq");
            return new ArchivedRecord(
                    sequence.inRange(numbers.get(SEQ)),
                    texts.getOrDefault(MSGID, ""),
                    numbers.getOrDefault(KEY_VERSION, BigInteger.ZERO).longValueExact(),
                    texts.getOrDefault(KEY, ""),
                    texts.getOrDefault(PAYLOAD, ""),
                    others.text());
        }
    }

    /** Whether the current value has a place of its own and was taken; if not, it is still the current one. */
    private static boolean take(
            String name, JsonParser parser, Map<String, BigInteger> numbers, Map<String, String> texts)
            throws IOException {
        switch (name) {
            case SEQ, KEY_VERSION ->
                Integers.read(parser)
                        .filter(value -> value.signum() >= 0)
                        .filter(value -> name.equals(SEQ) || value.compareTo(MAX_KEY_VERSION) <= 0)
                        .ifPresent(value -> numbers.put(name, value));
            case MSGID, KEY, PAYLOAD -> {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.put(name, parser.getText());
                }
            }
            default -> {
                return false;
            }
        }
        return numbers.containsKey(name) || texts.containsKey(name);
    }
}
