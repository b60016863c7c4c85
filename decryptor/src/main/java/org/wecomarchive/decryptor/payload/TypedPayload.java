package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.wecomarchive.schemas.MessageItem;

/**
 * What a message says, by its type.
 *
 * @param reading the type's record with its parts; empty for an unknown type or a payload of another shape
 * @param texts everything a person would search for
 */
record TypedPayload(Optional<MessageType.Reading> reading, List<String> texts) {

    static TypedPayload of(Json message, String msgType, JsonReader reader) {
        List<String> texts = new ArrayList<>();
        Optional<MessageType.Reading> reading = MessageType.find(msgType).flatMap(type -> type.read(message, reader));
        boolean loose = reading.filter(found -> found.type().confirmed()).isEmpty();
        if (loose) {
            LooseTexts found = new LooseTexts(reader, texts::add);
            reading.map(MessageType.Reading::payload)
                    .ifPresentOrElse(found::collect, () -> found.collectMessage(message));
        }
        Consumer<String> modelled = loose ? text -> {} : texts::add;
        reading.ifPresent(found -> {
            found.type().plan().collectTexts(found.record(), modelled);
            found.type().items().ifPresent(fields -> putItems(found, fields, reader, modelled));
        });
        return new TypedPayload(reading, texts);
    }

    private static void putItems(
            MessageType.Reading reading, MessageType.ItemFields fields, JsonReader json, Consumer<String> texts) {
        fields.find(reading.payload(), reading.place(), json).ifPresent(parts -> {
            BoundedList<MessageItem> items = new ItemFlattener(json, texts).flatten(parts);
            reading.record().put(fields.listPosition(), items.elements());
            reading.record().put(fields.truncatedPosition(), items.isTruncated());
        });
    }
}
