package org.wecomarchive.decryptor.payload;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields that every message has around its payload.
 *
 * @param action {@code unknown} when absent
 * @param msgType {@code switch} for that action, {@code unknown} when absent
 * @param sender who sent, or for a switch who switched
 */
record MessageFields(
        String action,
        String msgType,
        Optional<String> sender,
        List<String> recipients,
        Optional<String> roomId,
        Optional<Instant> sentAt) {

    private static final String UNKNOWN = "unknown";
    private static final String SWITCH = "switch";

    MessageFields {
        recipients = List.copyOf(recipients);
    }

    static MessageFields of(JsonValue json, JsonReader reader) {
        String action = Leaf.text(json.field("action")).orElse(UNKNOWN);
        boolean switched = action.equals(SWITCH);
        Optional<String> from = Leaf.text(json.field("from"));
        return new MessageFields(
                action,
                switched ? SWITCH : Leaf.text(json.field("msgtype")).orElse(UNKNOWN),
                switched ? Leaf.text(json.field("user")).or(() -> from) : from,
                reader.elements(json.field("tolist")).stream()
                        .flatMap(each -> Leaf.text(each).stream())
                        .toList(),
                Leaf.text(json.field("roomid")),
                Leaf.instant(json.field("msgtime")).or(() -> Leaf.instant(json.field("time"))));
    }

    SenderKind senderKind() {
        return SenderKind.of(sender.orElse(""));
    }

    /** Whether any party is outside the corp. */
    boolean hasOutsiders() {
        return Stream.concat(sender.stream(), recipients.stream())
                .anyMatch(party -> SenderKind.of(party).isOutside());
    }

    /**
     * The conversation the message belongs to; one conversation's events share a partition.
     *
     * <p>{@code room:<roomid>} in a group; {@code direct:<a>|<b>} between the sender and the only other receiver, in order of
     * their ids; {@code user:<id>} of the sender where there is no other receiver or more than one, as in a call of many
     * without a room; {@code user:} where there is nobody. Ids of members are in lower case: WeCom does not tell them apart
     * by case.
     */
    String conversationId() {
        return roomId.map(room -> "room:" + room).orElseGet(this::conversationWithoutRoom);
    }

    private String conversationWithoutRoom() {
        Optional<String> from = sender.map(MessageFields::caseless);
        List<String> others = recipients.stream()
                .map(MessageFields::caseless)
                .filter(id -> !from.equals(Optional.of(id)))
                .distinct()
                .limit(2)
                .toList();
        if (from.isPresent() && others.size() == 1) {
            return Stream.of(from.get(), others.get(0)).sorted().collect(Collectors.joining("|", "direct:", ""));
        }
        return "user:" + from.or(() -> others.stream().findFirst()).orElse("");
    }

    /** The ids that WeCom makes differ by case. */
    private static String caseless(String id) {
        return SenderKind.of(id).isOutside() ? id : id.toLowerCase(Locale.ROOT);
    }
}
