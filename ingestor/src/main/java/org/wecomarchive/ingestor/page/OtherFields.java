package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** A JSON object that grows by copied fields; nothing is built until there is one. */
final class OtherFields implements AutoCloseable {

    private final JsonFactory json;
    private final StringWriter text = new StringWriter();
    private JsonGenerator generator;

    OtherFields(JsonFactory json) {
        this.json = json;
    }

    /** Appends the parser's current value, whatever it is, and leaves the parser at its end. */
    void copy(String name, JsonParser parser) throws IOException {
        if (generator == null) {
            generator = json.createGenerator(text);
            generator.writeStartObject();
        }
        generator.writeFieldName(name);
        copyValue(parser);
    }

    /** Numbers keep their spelling: as a value, -0 and 1e2 would change, and 1e2147483648 has none. */
    private void copyValue(JsonParser parser) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (token.isNumeric()) {
                generator.writeNumber(parser.getText());
            } else {
                generator.copyCurrentEvent(parser);
            }
        } while (depth > 0 && advance(parser));
    }

    private static boolean advance(JsonParser parser) throws IOException {
        return parser.nextToken() != null;
    }

    /** The finished object; empty when nothing was copied. */
    String text() throws IOException {
        close();
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        if (generator != null) {
            generator.close();
        }
    }
}
