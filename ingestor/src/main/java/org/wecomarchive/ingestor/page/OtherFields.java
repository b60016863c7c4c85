package org.wecomarchive.ingestor.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
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
        generator.copyCurrentStructureExact(parser);
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
