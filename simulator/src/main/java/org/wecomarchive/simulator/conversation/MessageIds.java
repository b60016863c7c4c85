package org.wecomarchive.simulator.conversation;

import java.time.Instant;
import java.util.Base64;
import org.wecomarchive.simulator.dice.Dice;

/** Makes msgids in the forms that have been seen. */
final class MessageIds {

    private static final int OLD_FORM_BYTES = 23;

    private MessageIds() {}

    static String msgid(MessageKind kind, Conversation conversation, Instant sentAt, Dice dice) {
        if (kind == MessageKind.SWITCH || (kind == MessageKind.NEWS && dice.oneIn(3))) {
            return "1252890022" + dice.text("0123456789", 11);
        }
        if (!conversation.external() && dice.oneIn(30)) {
            return Base64.getEncoder().encodeToString(dice.bytes(OLD_FORM_BYTES));
        }
        long stamp = dice.oneIn(8) ? sentAt.getEpochSecond() + 1 : sentAt.toEpochMilli() + 1300;
        return Long.toUnsignedString(dice.next()) + "_" + stamp + suffix(conversation, dice);
    }

    private static String suffix(Conversation conversation, Dice dice) {
        if (conversation.external()) {
            return "_external";
        }
        return dice.oneIn(80) ? "_updown_stream" : "";
    }
}
