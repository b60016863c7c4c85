package org.wecomarchive.decryptor.payload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.MessageItem;

/**
 * Writes the parts of one message, and their parts, into one flat list, and hands on their texts. Parts nested deeper
 * than {@value #MAX_DEPTH} levels are left out of both; a container at the last level is kept as JSON. For one thread.
 */
final class ItemFlattener {

    static final int MAX_DEPTH = 32;

    static final String UNKNOWN_TYPE = "unknown";

    private final MessageTypes types;
    private final OpenedStrings strings;
    private final Consumer<String> texts;
    private final FlatItems items = new FlatItems();

    ItemFlattener(MessageTypes types, OpenedStrings strings, Consumer<String> texts) {
        this.types = types;
        this.strings = strings;
        this.texts = texts;
    }

    /** Adds the elements of a list of parts; what is no object is no part. */
    FlatItems flatten(List<Json> elements, Place place) {
        visit(elements, place, 0);
        return items;
    }

    private void visit(List<Json> elements, Place place, int depth) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isObject()) {
                visit(Part.of(elements.get(i), place.element(i), strings), depth);
            }
        }
    }

    private void visit(Part part, int depth) {
        List<String> own = new ArrayList<>();
        collectTexts(part, own::add);
        own.forEach(texts);
        Optional<Nested> nested = nested(part);
        if (nested.isPresent() && depth + 1 < MAX_DEPTH) {
            items.add(item(part, depth, own, Optional.empty()));
            visit(nested.get().elements(), nested.get().place(), depth + 1);
        } else {
            items.add(item(part, depth, own, part.json().source()));
            nested.ifPresent(tooDeep -> items.truncate());
        }
    }

    private Optional<Nested> nested(Part part) {
        Optional<MessageType.ItemFields> fields = type(part).flatMap(MessageType::items);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Place content = part.place().field(Part.CONTENT);
        if (part.content().isArray()) {
            return Optional.of(new Nested(part.content().elements(), content));
        }
        return fields.get()
                .key(part.content())
                .map(key -> new Nested(part.content().field(key).elements(), content.field(key)));
    }

    /** The texts of the part alone: its parts hand on their own. */
    private void collectTexts(Part part, Consumer<String> own) {
        Optional<MessageType> type = type(part);
        if (type.isEmpty() || (!type.get().confirmed() && nested(part).isEmpty())) {
            new LooseTexts(strings, own).collectContent(part.content());
        } else if (part.content().isObject()) {
            SpecificRecord record = type.get().plan().read(part.content(), part.content());
            type.get().plan().collectTexts(record, own);
        } else {
            part.content().string().filter(text -> !text.isEmpty()).ifPresent(own);
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
    private record Nested(List<Json> elements, Place place) {}
}
