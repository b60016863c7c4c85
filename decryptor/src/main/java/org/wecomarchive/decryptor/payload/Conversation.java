package org.wecomarchive.decryptor.payload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The conversation a message belongs to; one conversation's events share a partition.
 *
 * <p>{@code room:<roomid>} in a group; {@code direct:<a>|<b>} between the sender and the only other receiver, in order of
 * their ids; {@code user:<id>} of the sender where there is no other receiver or more than one, as in a call of many
 * without a room; {@code user:} where there is nobody. Ids of members are in lower case: WeCom does not tell them apart
 * by case.
 */
final class Conversation {

    private Conversation() {}

    static String id(MessageFields fields) {
        return fields.roomId().map(room -> "room:" + room).orElseGet(() -> withoutRoom(fields));
    }

    private static String withoutRoom(MessageFields fields) {
        Optional<String> sender = fields.sender().map(Conversation::caseless);
        List<String> receivers = fields.recipients().stream()
                .map(Conversation::caseless)
                .filter(id -> !sender.equals(Optional.of(id)))
                .distinct()
                .limit(2)
                .toList();
        if (sender.isPresent() && receivers.size() == 1) {
            return direct(sender.get(), receivers.get(0));
        }
        return "user:" + sender.or(() -> receivers.stream().findFirst()).orElse("");
    }

    /** The ids that WeCom makes differ by case. */
    private static String caseless(String id) {
        return SenderKind.of(id).isOutside() ? id : id.toLowerCase(Locale.ROOT);
    }

    private static String direct(String a, String b) {
        return a.compareTo(b) < 0 ? "direct:" + a + "|" + b : "direct:" + b + "|" + a;
    }
}
