package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.wecomarchive.schemas.MessageItem;

/**
 * What a message says, by its type.
 *
 * @param record the type's record; empty for an unknown type or a payload of another shape
 * @param text everything a person would search for, one text a line
 */
record TypedPayload(Optional<SpecificRecord> record, Optional<String> text) {

    static TypedPayload of(Json message, Optional<MessageType> type, MessageTypes types, OpenedStrings strings) {
        List<String> texts = new ArrayList<>();
        Optional<MessageType.Reading> reading = type.flatMap(known -> known.read(message, strings));
        boolean loose = reading.isEmpty() || !type.orElseThrow().confirmed();
        if (loose) {
            LooseTexts found = new LooseTexts(strings, texts::add);
            reading.map(MessageType.Reading::payload)
                    .ifPresentOrElse(found::collect, () -> found.collectMessage(message));
        }
        Consumer<String> modelled = loose ? text -> {} : texts::add;
        reading.ifPresent(found -> {
            type.orElseThrow().plan().collectTexts(found.record(), modelled);
            putItems(found, type.orElseThrow(), strings, new ItemFlattener(types, strings, modelled));
        });
        return new TypedPayload(
                reading.map(MessageType.Reading::record),
                texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts)));
    }

    private static void putItems(
            MessageType.Reading reading, MessageType type, OpenedStrings strings, ItemFlattener flattener) {
        type.items().ifPresent(fields -> fields.key(reading.payload(), strings).ifPresent(key -> {
            BoundedList<MessageItem> items = flattener.flatten(
                    reading.payload().field(key), reading.place().field(key));
            reading.record().put(fields.listPosition(), items.elements());
            reading.record().put(fields.truncatedPosition(), items.isTruncated());
        }));
    }
}
