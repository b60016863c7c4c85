package org.wecomarchive.decryptor.payload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    static final String UNKNOWN = "unknown";

    private static final String SWITCH = "switch";
    private static final FieldReader LIST = FieldReader.list((json, strings) -> Leaf.TEXT.read(json));

    MessageFields {
        recipients = List.copyOf(recipients);
    }

    static MessageFields of(Json json, OpenedStrings strings) {
        String action = text(json, "action").orElse(UNKNOWN);
        boolean switched = action.equals(SWITCH);
        return new MessageFields(
                action,
                switched ? SWITCH : text(json, "msgtype").orElse(UNKNOWN),
                switched ? text(json, "user").or(() -> text(json, "from")) : text(json, "from"),
                recipients(json, strings),
                text(json, "roomid"),
                instant(json, "msgtime").or(() -> instant(json, "time")));
    }

    SenderKind senderKind() {
        return SenderKind.of(sender.orElse(""));
    }

    /** Whether any party is outside the corp. */
    boolean hasOutsiders() {
        return Stream.concat(sender.stream(), recipients.stream())
                .anyMatch(party -> SenderKind.of(party).isOutside());
    }

    private static Optional<String> text(Json json, String key) {
        return Leaf.TEXT.read(json.field(key)).map(String.class::cast);
    }

    private static Optional<Instant> instant(Json json, String key) {
        return Leaf.INSTANT.read(json.field(key)).map(Instant.class::cast);
    }

    private static List<String> recipients(Json json, OpenedStrings strings) {
        return LIST.read(json.field("tolist"), strings).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(String.class::cast)
                .toList();
    }
}
