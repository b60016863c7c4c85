package org.wecomarchive.simulator.conversation;

import java.time.Instant;
import java.util.Base64;
import org.wecomarchive.simulator.random.SeededRandom;

/** Makes msgids in the forms that have been seen. */
final class MessageIds {

    private static final int OLD_FORM_BYTES = 23;

    private MessageIds() {}

    static String msgid(MessageKind kind, Conversation conversation, Instant sentAt, SeededRandom random) {
        if (kind == MessageKind.SWITCH || (kind == MessageKind.NEWS && random.oneIn(3))) {
            return "1252890022" + random.text("0123456789", 11);
        }
        if (!conversation.external() && random.oneIn(30)) {
            return Base64.getEncoder().encodeToString(random.bytes(OLD_FORM_BYTES));
        }
        long stamp = random.oneIn(8) ? sentAt.getEpochSecond() + 1 : sentAt.toEpochMilli() + 1300;
        return Long.toUnsignedString(random.next()) + "_" + stamp + suffix(conversation, random);
    }

    private static String suffix(Conversation conversation, SeededRandom random) {
        if (conversation.external()) {
            return "_external";
        }
        return random.oneIn(80) ? "_updown_stream" : "";
    }
}
