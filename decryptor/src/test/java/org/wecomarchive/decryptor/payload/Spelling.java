package org.wecomarchive.decryptor.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Random;

/** Writes a JSON tree in one of its many legal, and some tolerated, spellings. */
final class Spelling {

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    Spelling(Random random) {
        this.random = random;
    }

    String of(JsonNode tree) {
        write(tree);
        return text.toString();
    }

    private void write(JsonNode node) {
        space();
        if (node.isObject()) {
            writeObject(node);
        } else if (node.isArray()) {
            writeArray(node);
        } else if (node.isTextual()) {
            writeString(node.textValue());
        } else {
            text.append(node.asText());
        }
        space();
    }

    private void writeObject(JsonNode node) {
        text.append('{');
        String separator = "";
        for (var field : node.properties()) {
            text.append(separator);
            separator = ",";
            if (random.nextInt(20) == 0) {
                writeString(field.getKey());
                text.append(":[\"overruled by the last field of this name\"],");
            }
            writeString(field.getKey());
            text.append(':');
            write(field.getValue());
        }
        text.append('}');
    }

    private void writeArray(JsonNode node) {
        text.append('[');
        for (int i = 0; i < node.size(); i++) {
            text.append(i == 0 ? "" : ",");
            write(node.get(i));
        }
        text.append(']');
    }

    private void writeString(String value) {
        text.append('"');
        value.chars().forEach(c -> writeChar((char) c));
        text.append('"');
    }

    private void writeChar(char c) {
        if (Character.isSurrogate(c) || random.nextInt(30) == 0) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else if (c == '"' || c == '\\') {
            text.append('\\').append(c);
        } else {
            text.append(c);
        }
    }

    private void space() {
        if (random.nextInt(10) == 0) {
            text.append(" \n\t\r ", 0, 1 + random.nextInt(5));
        }
    }
}
