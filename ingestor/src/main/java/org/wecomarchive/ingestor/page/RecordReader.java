package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads one object of {@code chatdata}; what has no place of its own is kept as JSON. */
final class RecordReader {

    /** A version has at most ten digits. */
    private static final BigInteger MAX_KEY_VERSION = BigInteger.valueOf(9_999_999_999L);

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
                    sequence.countUnknownField();
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
            Optional<BigInteger> read = Integers.read(parser).filter(value -> value.signum() >= 0);
            read.ifPresent(value -> seq = value);
            return read.isPresent();
        }

        private boolean takeKeyVersion(JsonParser parser) throws IOException {
            Optional<BigInteger> read =
                    Integers.read(parser).filter(value -> value.signum() >= 0 && value.compareTo(MAX_KEY_VERSION) <= 0);
            read.ifPresent(value -> keyVersion = value.longValueExact());
            return read.isPresent();
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
    }
}
