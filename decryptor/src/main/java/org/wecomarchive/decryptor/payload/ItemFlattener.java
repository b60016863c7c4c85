package org.wecomarchive.decryptor.payload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.MessageItem;

/**
 * Writes the parts of one message, and their parts, into one flat list, and hands on their texts. Parts nested deeper
 * than {@value #MAX_DEPTH} levels are left out of both; a container at the last level is kept as JSON. For one thread.
 */
final class ItemFlattener {

    static final int MAX_DEPTH = 32;
    static final int MAX_ITEMS = 10_000;
    static final int MAX_BYTES = 4 * 1024 * 1024;

    static final String UNKNOWN_TYPE = "unknown";

    private final MessageTypes types;
    private final OpenedStrings strings;
    private final Consumer<String> texts;
    private final BoundedList<MessageItem> items = new BoundedList<>(
            MAX_ITEMS,
            MAX_BYTES,
            item -> Stream.of(item.getPath(), item.getType(), item.getOriginalType(), item.getText(), item.getJson()));

    ItemFlattener(MessageTypes types, OpenedStrings strings, Consumer<String> texts) {
        this.types = types;
        this.strings = strings;
        this.texts = texts;
    }

    /** Adds the elements of a list of parts, which may stand in a string; a lone part is a list of one. */
    BoundedList<MessageItem> flatten(Json list, Place place) {
        visit(list, place, 0);
        return items;
    }

    private void visit(Json list, Place place, int depth) {
        Json parts = strings.openOrSame(list);
        if (parts.isObject()) {
            visitElement(parts, place, depth);
        }
        for (int i = 0; i < parts.elements().size(); i++) {
            visitElement(parts.elements().get(i), place.element(i), depth);
        }
    }

    /** A text is a part without type; what is neither object nor text is no part. */
    private void visitElement(Json element, Place place, int depth) {
        Json part = strings.openOrSame(element);
        if (part.isObject()) {
            visit(Part.of(part, place, types, strings), depth);
        } else {
            element.string().filter(text -> !text.isEmpty()).ifPresent(text -> {
                texts.accept(text);
                items.add(() -> new MessageItem(place.path(), depth, UNKNOWN_TYPE, null, null, null, text, null));
            });
        }
    }

    private void visit(Part part, int depth) {
        List<String> own = new ArrayList<>();
        collectTexts(part, own::add);
        own.forEach(texts);
        Optional<Nested> nested = nested(part);
        if (nested.isPresent() && depth + 1 < MAX_DEPTH) {
            items.add(() -> item(part, depth, own, Optional.empty()));
            visit(nested.get().list(), nested.get().place(), depth + 1);
        } else {
            items.add(() -> item(part, depth, own, part.json().source()));
            nested.ifPresent(tooDeep -> items.truncate());
        }
    }

    private Optional<Nested> nested(Part part) {
        Optional<MessageType.ItemFields> fields = type(part).flatMap(MessageType::items);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        if (part.content().isArray()) {
            return Optional.of(new Nested(part.content(), part.contentPlace()));
        }
        return fields.get()
                .key(part.content(), strings)
                .map(key -> new Nested(
                        part.content().field(key), part.contentPlace().field(key)));
    }

    /** The texts of the part alone: its parts hand on their own. */
    private void collectTexts(Part part, Consumer<String> own) {
        Optional<MessageType> type = type(part);
        if (type.isEmpty() || (!type.get().confirmed() && nested(part).isEmpty())) {
            LooseTexts loose = new LooseTexts(strings, own);
            if (part.content() == Json.Nothing.NOTHING) {
                loose.collect(part.json());
            } else {
                loose.collect(part.content());
            }
        } else if (part.content().isObject()) {
            SpecificRecord record = type.get().plan().read(part.content(), part.json(), strings);
            type.get().plan().collectTexts(record, own);
        } else if (nested(part).isEmpty()) {
            part.json()
                    .field(part.contentKey())
                    .string()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(own);
        }
    }

    private Optional<MessageType> type(Part part) {
        return part.typeName().flatMap(types::find);
    }

    private static MessageItem item(Part part, int depth, List<String> texts, Optional<String> json) {
        return new MessageItem(
                part.place().path(),
                depth,
                part.typeName().orElse(UNKNOWN_TYPE),
                part.originalType().orElse(null),
                (Instant) Leaf.INSTANT.read(part.json().field("msgtime")).orElse(null),
                (Boolean) Leaf.FLAG.read(part.json().field("from_chatroom")).orElse(null),
                texts.isEmpty() ? null : String.join("\n", texts),
                json.orElse(null));
    }

    /** The parts of a part. */
    private record Nested(Json list, Place place) {}
}
