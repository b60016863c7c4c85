package org.wecomarchive.sinkelasticsearch.document;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One write of one document.
 *
 * @param action what it does to a document that is already there
 * @param index name of its index
 * @param id {@code <corp>:<msgid>}
 * @param body JSON in UTF-8: the document of a create, {@code {"doc":…}} with or without {@code "upsert"} of an update
 */
public record DocumentWrite(Action action, String index, String id, ByteBuffer body) {

    /** What becomes of a document that is already there. */
    public enum Action {
        /** It stays as it is. */
        CREATE,
        /** The fields given replace its own; the others, such as the marks of a recall, stay. */
        UPDATE
    }

    public DocumentWrite {
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(index, "index is null");
        Objects.requireNonNull(id, "id is null");
        body = body.asReadOnlyBuffer();
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
