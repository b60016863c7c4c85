package org.wecomarchive.sinkiceberg.cold;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.TextMessage;

/** Fixed records of one tenant after the other. */
public final class Chats {

    /** Noon of the first day; two hours before it in Asia/Shanghai is another day nowhere. */
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Chats() {}

    /** A text of a corp, sent on the first day. */
    public static ChatEvent event(String corp, long seq) {
        return event(corp, seq, NOON.plusMillis(seq), "早上好 " + seq);
    }

    /** A text of a corp; a null time is an undated one. */
    public static ChatEvent event(String corp, long seq, Instant sentAt, String text) {
        return builder(corp, seq, sentAt, text).build();
    }

    /** As {@link #event(String, long, Instant, String)}, to be completed. */
    public static ChatEvent.Builder builder(String corp, long seq, Instant sentAt, String text) {
        return ChatEvent.newBuilder()
                .setCorpId(corp)
                .setSeq(seq)
                .setMsgid("m" + seq)
                .setAction("send")
                .setMsgType("text")
                .setSender("zhang")
                .setSenderKind("member")
                .setRecipients(List.of("li"))
                .setConversationId("direct:li|zhang")
                .setIsExternal(false)
                .setSentAt(sentAt)
                .setFetchedAt(NOON.plusSeconds(60))
                .setDecryptedAt(NOON.plusSeconds(61))
                .setKeyVersion(1L)
                .setText(text)
                .setMedia(List.of())
                .setPayload("{\"msgid\":\"m" + seq + "\"}")
                .setTextMessage(TextMessage.newBuilder().setContent(text).build());
    }

    /** An event in Avro's binary encoding, without the header of the wire format. */
    public static byte[] avro(ChatEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(ChatEvent.class).write(event, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A record as fetched at a time. */
    public static RawRecord raw(String corp, long seq, Instant fetchedAt) {
        return RawRecord.newBuilder()
                .setCorpId(corp)
                .setSeq(seq)
                .setMsgid("m" + seq)
                .setKeyVersion(1L)
                .setEncryptedKey("a2V5")
                .setEncryptedPayload("cGF5bG9hZA==")
                .setFetchedAt(fetchedAt)
                .build();
    }
}
