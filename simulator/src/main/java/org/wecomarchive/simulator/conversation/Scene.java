package org.wecomarchive.simulator.conversation;

import org.wecomarchive.simulator.random.SeededRandom;

/**
 * All that the body of one message is written from.
 *
 * @param random numbers of this body alone
 */
record Scene(MessageHead head, SeededRandom random, Cast cast, MediaLibrary media) {

    Party sender() {
        return head.sender();
    }

    /** One of the receivers. */
    Party receiver() {
        return head.receivers().get(0);
    }

    long sentAtSeconds() {
        return head.sentAt().getEpochSecond();
    }
}
