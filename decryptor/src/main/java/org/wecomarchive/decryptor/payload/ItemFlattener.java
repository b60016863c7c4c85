package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    private final JsonReader reader;
    private final Consumer<String> texts;
    private final BoundedList<MessageItem> items = new BoundedList<>(
            MAX_ITEMS,
            MAX_BYTES,
            item -> Stream.of(item.getPath(), item.getType(), item.getOriginalType(), item.getText(), item.getJson()));

    ItemFlattener(JsonReader reader, Consumer<String> texts) {
        this.reader = reader;
        this.texts = texts;
    }

    BoundedList<MessageItem> flatten(MessageType.Parts parts) {
        visit(parts, 0);
        return items;
    }

    private void visit(MessageType.Parts parts, int depth) {
        JsonValue list = reader.openOrSame(parts.list());
        if (list.isObject()) {
            visitElement(list, parts.place(), depth);
        }
        for (int i = 0; i < list.elements().size(); i++) {
            visitElement(list.elements().get(i), parts.place().element(i), depth);
        }
    }

    /** A text is a part without type; what is neither object nor text is no part. */
    private void visitElement(JsonValue element, JsonPath place, int depth) {
        JsonValue part = reader.openOrSame(element);
        if (part.isObject()) {
            visit(Part.of(part, place, reader), depth);
        } else {
            element.string().filter(text -> !text.isEmpty()).ifPresent(text -> {
                texts.accept(text);
                items.add(() -> new MessageItem(place.path(), depth, UNKNOWN_TYPE, null, null, null, text, null));
            });
        }
    }

    private void visit(Part part, int depth) {
        Optional<MessageType.Parts> nested = nested(part);
        List<String> own = ownTexts(part, nested.isPresent());
        own.forEach(texts);
        if (nested.isPresent() && depth + 1 < MAX_DEPTH) {
            items.add(() -> item(part, depth, own, Optional.empty()));
            visit(nested.get(), depth + 1);
        } else {
            items.add(() -> item(part, depth, own, part.json().source()));
            nested.ifPresent(tooDeep -> items.truncate());
        }
    }

    private Optional<MessageType.Parts> nested(Part part) {
        return part.type()
                .flatMap(MessageType::items)
                .flatMap(fields -> part.content().isArray()
                        ? Optional.of(new MessageType.Parts(part.content(), part.contentPlace()))
                        : fields.find(part.content(), part.contentPlace(), reader));
    }

    /** The texts of the part alone: its parts hand on their own. */
    private List<String> ownTexts(Part part, boolean hasParts) {
        List<String> own = new ArrayList<>();
        Optional<MessageType> type = part.type();
        if (type.isEmpty() || (!type.get().confirmed() && !hasParts)) {
            new LooseTexts(reader, own::add)
                    .collect(part.content() == JsonValue.Nothing.NOTHING ? part.json() : part.content());
        } else if (part.content().isObject()) {
            RecordPlan plan = type.get().plan();
            plan.collectTexts(plan.read(part.content(), part.json(), reader), own::add);
        } else if (!hasParts) {
            part.json()
                    .field(part.contentKey())
                    .string()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(own::add);
        }
        return own;
    }

    private static MessageItem item(Part part, int depth, List<String> texts, Optional<String> json) {
        return new MessageItem(
                part.place().path(),
                depth,
                part.typeName().orElse(UNKNOWN_TYPE),
                part.originalType().orElse(null),
                Leaf.instant(part.json().field("msgtime")).orElse(null),
                Leaf.flag(part.json().field("from_chatroom")).orElse(null),
                texts.isEmpty() ? null : String.join("\n", texts),
                json.orElse(null));
    }
}
