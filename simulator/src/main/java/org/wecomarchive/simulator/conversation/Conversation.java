package org.wecomarchive.simulator.conversation;

import java.util.List;

/**
 * Who talks with whom.
 *
 * @param roomId {@code wr…}; empty for a conversation of two
 * @param roomName display name of the room; empty for a conversation of two
 * @param parties everybody in it, at least two
 */
record Conversation(String roomId, String roomName, List<Party> parties) {

    Conversation {
        parties = List.copyOf(parties);
        if (parties.size() < 2) {
            throw new IllegalArgumentException("a conversation needs two parties");
        }
    }

    boolean external() {
        return parties.stream().anyMatch(Party::outside);
    }
}
