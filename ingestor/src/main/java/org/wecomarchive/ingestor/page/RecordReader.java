package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one object of {@code chatdata}; what has no place of its own is kept as JSON. */
final class RecordReader {

    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,100}");
    private static final Pattern UNSIGNED_32 = Pattern.compile("[0-9]{1,10}");

    private final JsonFactory json;

    RecordReader(JsonFactory json) {
        this.json = json;
    }

    /** Reads the object whose START_OBJECT is the current token. */
    ArchivedRecord read(JsonParser parser, SequenceCheck sequence) throws IOException, UnreadablePageException {
        try (OtherFields others = new OtherFields(json)) {
            Fields fields = new Fields();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (!seen.add(name) || !fields.take(name, parser)) {
                    others.copy(name, parser);
                }
            }
            PageParser.require(fields.seq.signum() >= 0, "a record has no usable seq");
            return new ArchivedRecord(
                    sequence.inRange(fields.seq),
                    fields.msgid,
                    fields.keyVersion,
                    fields.encryptedKey,
                    fields.encryptedPayload,
                    others.text());
        }
    }

    /** The fields that have a place of their own, while they are collected. */
    private static final class Fields {

        private BigInteger seq = BigInteger.ONE.negate();
        private String msgid = "";
        private long keyVersion;
        private String encryptedKey = "";
        private String encryptedPayload = "";

        /** Whether the current value was taken; if not, it is still the current one. */
        boolean take(String name, JsonParser parser) throws IOException {
            return switch (name) {
                case "seq" -> takeSeq(parser);
                case "publickey_ver" -> takeKeyVersion(parser);
                case "msgid", "encrypt_random_key", "encrypt_chat_msg" -> takeText(name, parser);
                default -> false;
            };
        }

        private boolean takeSeq(JsonParser parser) throws IOException {
            boolean fits = isUnsigned(parser, UNSIGNED);
            if (fits) {
                seq = new BigInteger(parser.getText());
            }
            return fits;
        }

        private boolean takeKeyVersion(JsonParser parser) throws IOException {
            boolean fits = isUnsigned(parser, UNSIGNED_32);
            if (fits) {
                keyVersion = Long.parseLong(parser.getText());
            }
            return fits;
        }

        private boolean takeText(String name, JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return false;
            }
            String text = parser.getText();
            switch (name) {
                case "msgid" -> msgid = text;
                case "encrypt_random_key" -> encryptedKey = text;
                default -> encryptedPayload = text;
            }
            return true;
        }

        private static boolean isUnsigned(JsonParser parser, Pattern digits) throws IOException {
            JsonToken token = parser.currentToken();
            return (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_STRING)
                    && digits.matcher(parser.getText()).matches();
        }
    }
}
