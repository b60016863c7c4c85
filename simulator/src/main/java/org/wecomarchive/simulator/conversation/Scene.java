package org.wecomarchive.simulator.conversation;

import java.time.Instant;
import java.util.List;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * All that the body of one message is written from.
 *
 * @param index position of the record in the tenant
 * @param random numbers of this body alone
 * @param receivers everybody but the sender
 * @param recalled msgid of the message that is taken back; empty unless the kind recalls one
 */
record Scene(
        long index,
        SeededRandom random,
        Conversation conversation,
        Party sender,
        List<Party> receivers,
        Instant sentAt,
        String recalled,
        Cast cast,
        MediaLibrary media) {

    /** One of the receivers. */
    Party receiver() {
        return receivers.get(0);
    }

    long sentAtSeconds() {
        return sentAt.getEpochSecond();
    }
}
