package org.wecomarchive.simulator.conversation;

import java.util.Arrays;
import java.util.Objects;

/**
 * What somebody sent.
 *
 * @param msgid the id, which is also part of the plaintext
 * @param plaintext UTF-8 JSON; its strings may contain raw control characters
 */
public record Message(String msgid, byte[] plaintext) {

    public Message {
        Objects.requireNonNull(msgid, "msgid is null");
        plaintext = plaintext.clone();
    }

    @Override
    public byte[] plaintext() {
        return plaintext.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that && msgid.equals(that.msgid) && Arrays.equals(plaintext, that.plaintext);
    }

    @Override
    public int hashCode() {
        return Objects.hash(msgid, Arrays.hashCode(plaintext));
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Message[msgid=" + msgid + ", " + plaintext.length + " bytes]";
    }
}
