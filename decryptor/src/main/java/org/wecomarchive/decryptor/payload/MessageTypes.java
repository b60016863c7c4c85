package org.wecomarchive.decryptor.payload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.wecomarchive.schemas.ChatEvent;

/**
 * All message types of the schema: the fields of ChatEvent that carry the property {@code msgtype}. Their further
 * properties are {@code json}, the payload's keys, and {@code structure} {@code unconfirmed}.
 */
final class MessageTypes {

    private final Map<String, MessageType> byName;

    private MessageTypes(Map<String, MessageType> byName) {
        this.byName = Map.copyOf(byName);
    }

    static MessageTypes ofSchema() {
        Map<String, MessageType> byName = new HashMap<>();
        for (Schema.Field field : ChatEvent.getClassSchema().getFields()) {
            String name = field.getProp("msgtype");
            if (name != null) {
                byName.put(name, type(name, field));
            }
        }
        return new MessageTypes(byName);
    }

    Optional<MessageType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private static MessageType type(String name, Schema.Field field) {
        Schema record = RecordPlans.optional(field.schema());
        return new MessageType(
                name,
                field.pos(),
                RecordPlans.jsonKeys(field),
                RecordPlans.of(record),
                items(record),
                !"unconfirmed".equals(field.getProp("structure")));
    }

    private static Optional<MessageType.ItemFields> items(Schema record) {
        return record.getFields().stream()
                .filter(field -> RecordPlans.isItems(RecordPlans.optional(field.schema())))
                .findFirst()
                .map(field -> new MessageType.ItemFields(
                        RecordPlans.jsonKeys(field),
                        field.pos(),
                        record.getField("items_truncated").pos()));
    }
}
