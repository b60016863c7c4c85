package org.wecomarchive.sinkelasticsearch.document;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/**
 * One write of one document.
 *
 * @param action what it does to a document that is already there
 * @param index name of its index
 * @param id {@code <corp>:<msgid>}
 * @param body JSON: the document of a create, {@code {"doc":…}} with or without {@code "upsert"} of an update
 */
public record DocumentWrite(Action action, String index, String id, String body) {

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
        return new DocumentWrite(action, index, id, JSON.valueToTree(body).toString());
    }

    /** Size of the body in UTF-8. */
    public int bytes() {
        return Utils.utf8Length(body);
    }

    /** Without content and id. */
    @Override
    public String toString() {
        return action + " in " + index + ", " + bytes() + " bytes";
    }
}
