package org.wecomarchive.decryptor.payload;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Searchable texts of a value whose shape nobody has published: every string below a key that usually names content,
 * also within JSON that a string holds, in the order of the JSON.
 */
final class LooseTexts {

    static final Set<String> KEYS = Set.of(
            "content",
            "text",
            "title",
            "theme",
            "topic",
            "subject",
            "summary",
            "description",
            "desc",
            "remark",
            "remarks",
            "comment",
            "question",
            "answer",
            "wish",
            "address",
            "place",
            "filename",
            "file_name");

    private final OpenedStrings strings;
    private final Consumer<String> texts;
    private int found;

    LooseTexts(OpenedStrings strings, Consumer<String> texts) {
        this.strings = strings;
        this.texts = texts;
    }

    /** Collects from an object's fields. */
    void collect(Json json) {
        visit(json, false, 0);
    }

    /** Collects from a value that is content itself. */
    void collectContent(Json json) {
        visit(json, true, 0);
    }

    private void visit(Json json, boolean content, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            return;
        }
        json.fields().forEach((key, value) -> visit(value, KEYS.contains(key.toLowerCase(Locale.ROOT)), depth + 1));
        json.elements().forEach(element -> visit(element, content, depth + 1));
        json.string().ifPresent(text -> string(json, text, content, depth));
    }

    private void string(Json json, String text, boolean content, int depth) {
        int before = found;
        strings.open(json).ifPresent(inside -> visit(inside, content, depth + 1));
        if (content && found == before && !text.isEmpty()) {
            found++;
            texts.accept(text);
        }
    }
}
