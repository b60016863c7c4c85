package org.wecomarchive.decryptor.payload;

import java.util.Optional;

/**
 * The conversation a message belongs to; one conversation's events share a partition.
 *
 * <p>{@code room:<roomid>} in a group; {@code direct:<a>|<b>} between the sender and the first receiver that is somebody
 * else, in order of their ids; {@code user:<id>} where there is only one party, {@code user:} where there is none.
 */
final class Conversation {

    private Conversation() {}

    static String id(Envelope envelope) {
        return envelope.roomId().map(room -> "room:" + room).orElseGet(() -> withoutRoom(envelope));
    }

    private static String withoutRoom(Envelope envelope) {
        Optional<String> receiver = envelope.recipients().stream()
                .filter(id -> !envelope.sender().equals(Optional.of(id)))
                .findFirst();
        if (envelope.sender().isPresent() && receiver.isPresent()) {
            return direct(envelope.sender().get(), receiver.get());
        }
        return "user:" + envelope.sender().or(() -> receiver).orElse("");
    }

    private static String direct(String a, String b) {
        return a.compareTo(b) < 0 ? "direct:" + a + "|" + b : "direct:" + b + "|" + a;
    }
}
