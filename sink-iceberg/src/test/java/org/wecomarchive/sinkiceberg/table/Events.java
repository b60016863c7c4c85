package org.wecomarchive.sinkiceberg.table;

import java.time.Instant;
import java.util.List;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.TextMessage;

/** Events of one text message each. */
public final class Events {

    public static final Instant SENT = Instant.parse("2026-11-23T08:15:30.123Z");

    private Events() {}

    /** A complete event that differs from others in its seq only. */
    public static ChatEvent event(long seq) {
        return builder(seq).build();
    }

    public static ChatEvent.Builder builder(long seq) {
        return ChatEvent.newBuilder()
                .setCorpId("ww1")
                .setSeq(seq)
                .setMsgid("m" + seq)
                .setAction("send")
                .setMsgType("text")
                .setSender("zhang")
                .setSenderKind("member")
                .setRecipients(List.of("li", "wang"))
                .setConversationId("direct:li|zhang")
                .setIsExternal(false)
                .setSentAt(SENT)
                .setFetchedAt(SENT.plusSeconds(60))
                .setDecryptedAt(SENT.plusSeconds(61))
                .setKeyVersion(3)
                .setText("你好")
                .setMedia(List.of(media()))
                .setTextMessage(TextMessage.newBuilder().setContent("你好").build())
                .setPayload("{\"msgid\":\"m" + seq + "\"}");
    }

    private static MediaRef media() {
        return MediaRef.newBuilder()
                .setMediaId("00ff")
                .setKind("image")
                .setSdkFileId("file-1")
                .setSize(17L)
                .setPath("$.image")
                .build();
    }
}
