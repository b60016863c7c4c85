package org.wecomarchive.sinkelasticsearch.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One write of one document.
 *
 * @param action what it does to a document that is already there
 * @param index name of its index
 * @param id {@code <corp>:<msgid>}
 * @param body JSON in UTF-8: the document of a create, {@code {"doc":…}} with or without {@code "upsert"} of an update
 */
public record DocumentWrite(Action action, String index, String id, ByteBuffer body) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What becomes of a document that is already there. */
    public enum Action {
        /** It stays as it is. */
        CREATE,
        /** The fields given replace its own; the others, such as the marks of a recall, stay. */
        UPDATE
    }

    /** A write of this body: texts, numbers, flags, lists and maps of them. */
    public static DocumentWrite of(Action action, String index, String id, Map<String, ?> body) {
        try {
            return new DocumentWrite(action, index, id, ByteBuffer.wrap(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document cannot be written");
        }
    }

    /** A view of the same bytes from their beginning. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** Size of the body. */
    public int bytes() {
        return body.remaining();
    }

    /** Without content and id. */
    @Override
    public String toString() {
        return action + " in " + index + ", " + bytes() + " bytes";
    }
}
