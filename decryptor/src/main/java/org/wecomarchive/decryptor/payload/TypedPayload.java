package org.wecomarchive.decryptor.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a message says, by its type.
 *
 * @param record the type's record; empty for an unknown type or a payload of another shape
 * @param text everything a person would search for, one text a line
 */
record TypedPayload(Optional<SpecificRecord> record, Optional<String> text) {

    static TypedPayload of(Json envelope, Optional<MessageType> type, MessageTypes types, OpenedStrings strings) {
        List<String> texts = new ArrayList<>();
        Optional<MessageType.Reading> reading = type.flatMap(known -> known.read(envelope));
        boolean loose = reading.isEmpty() || !type.orElseThrow().confirmed();
        if (loose) {
            new LooseTexts(strings, texts::add)
                    .collect(reading.map(MessageType.Reading::payload).orElse(envelope));
        }
        Consumer<String> modelled = loose ? text -> {} : texts::add;
        reading.ifPresent(found -> {
            type.orElseThrow().plan().collectTexts(found.record(), modelled);
            putItems(found, type.orElseThrow(), new ItemFlattener(types, strings, modelled));
        });
        return new TypedPayload(
                reading.map(MessageType.Reading::record),
                texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts)));
    }

    private static void putItems(MessageType.Reading reading, MessageType type, ItemFlattener flattener) {
        type.items().ifPresent(fields -> fields.key(reading.payload()).ifPresent(key -> {
            FlatItems items = flattener.flatten(
                    reading.payload().field(key).elements(), reading.place().field(key));
            reading.record().put(fields.listPosition(), items.items());
            reading.record().put(fields.truncatedPosition(), items.truncated());
        }));
    }
}
