package org.wecomarchive.simulator.conversation;

import java.time.Instant;
import java.util.List;

/**
 * What can be said about a message without writing it.
 *
 * @param index the record whose message this is
 * @param recalled msgid of the message that it takes back; empty for other kinds
 */
record MessageHead(
        long index,
        MessageKind kind,
        String msgid,
        Conversation conversation,
        Party sender,
        Instant sentAt,
        String recalled) {

    List<Party> receivers() {
        return conversation.parties().stream()
                .filter(party -> !party.equals(sender))
                .toList();
    }
}
