package org.wecomarchive.sinkelasticsearch.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.WeappMessage;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.failure.RejectedDocumentException;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

final class EventDocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    private final EventDocuments documents = new EventDocuments(new IndexNames("wecom-archive"), CLOCK);

    @Test
    void makesADocumentOfAMessage() throws IOException {
        MediaRef first = media("id-1").setSize(10L).setFileName("a.pdf").build();
        ChatEvent event = Events.message(7, "m7")
                .setText("合同")
                .setMedia(List.of(first, media("id-2").setSize(5L).build()))
                .build();

        DocumentWrite write = documents.write(event, Delivery.LIVE);

        assertThat(write.action()).isEqualTo(Action.CREATE);
        assertThat(write.index()).isEqualTo("wecom-archive-2026-11");
        assertThat(write.id()).isEqualTo(Events.CORP + ":m7");
        JsonNode expected = JSON.readTree(
                """
                {"corp_id":"ww1234567890abcdef","seq":7,"msgid":"m7","key_version":1,
                 "payload":"{\\"msgid\\":\\"m7\\",\\"seq\\":7}","action":"send","msg_type":"text","sender":"zhangsan",
                 "sender_kind":"member","recipients":["lisi"],"recipient_count":1,"parties":["zhangsan","lisi"],
                 "conversation_id":"direct:lisi|zhangsan","is_external":false,"sent_at":"2026-11-12T08:00:00Z",
                 "text":"合同","text_length":2,"media_ids":["id-1","id-2"],"media_kinds":["file"],"file_names":["a.pdf"],
                 "media_count":2,"media_bytes":15}
                """);
        assertThat(body(write)).isEqualTo(expected);
    }

    @Test
    void addsSizesUpToTheLargestNumberThatTheIndexHolds() throws IOException {
        MediaRef largest = media("id-1").setSize(Long.MAX_VALUE).build();
        ChatEvent event = Events.message(7, "m7")
                .setMedia(List.of(largest, media("id-2").setSize(5L).build(), largest))
                .build();

        JsonNode document = body(documents.write(event, Delivery.LIVE));

        assertThat(document.get("media_bytes").longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void carriesWhatSaysWhoTakesPartAndWhatWasOffered() throws IOException {
        ChatEvent event = Events.message(7, "m7")
                .setIsExternal(true)
                .setIsUpdownStream(true)
                .setDamaged(true)
                .setPayloadBytes(ByteBuffer.wrap(new byte[] {(byte) 0xFF}))
                .setWeapp(WeappMessage.newBuilder()
                        .setUsername("gh_1@app")
                        .setAppid("wx1")
                        .setPagepath("pages/a?id=1")
                        .build())
                .build();

        JsonNode document = body(documents.write(event, Delivery.LIVE));

        assertThat(document.get("is_external").booleanValue()).isTrue();
        assertThat(document.get("is_updown_stream").booleanValue()).isTrue();
        assertThat(document.get("damaged").booleanValue()).isTrue();
        assertThat(document.get("mini_program").textValue()).isEqualTo("gh_1@app");
        assertThat(document.get("mini_program_app").textValue()).isEqualTo("wx1");
        assertThat(document.get("mini_program_page").textValue()).isEqualTo("pages/a?id=1");
    }

    @Test
    void createsWhatIsReleasedOrRedrivenLikeWhatIsLive() {
        ChatEvent event = Events.text(1, "a");

        assertThat(List.of(Delivery.RELEASED, Delivery.REDRIVEN))
                .allSatisfy(delivery ->
                        assertThat(documents.write(event, delivery)).isEqualTo(documents.write(event, Delivery.LIVE)));
    }

    @Test
    void updatesOnlyWhatAReplayMayReadOtherwise() throws IOException {
        DocumentWrite write = documents.write(Events.text(1, "a"), Delivery.REPLAYED);

        assertThat(write.action()).isEqualTo(Action.UPDATE);
        List<String> updated = new ArrayList<>();
        body(write).get("doc").fieldNames().forEachRemaining(updated::add);
        assertThat(updated)
                .contains("text", "sender")
                .doesNotContain("seq", "payload", "recalled", "recalled_at", "recalled_by", "recall_state");
        assertThat(body(write).get("upsert")).isEqualTo(body(documents.write(Events.text(1, "a"), Delivery.LIVE)));
    }

    @Test
    void writesNothingThatAReplayChanges() {
        ChatEvent event = Events.text(1, "a");
        ChatEvent replayed = ChatEvent.newBuilder(event)
                .setFetchedAt(event.getFetchedAt().plusSeconds(86_400))
                .setDecryptedAt(event.getDecryptedAt().plusSeconds(90_000))
                .build();

        assertThat(documents.write(replayed, Delivery.LIVE)).isEqualTo(documents.write(event, Delivery.LIVE));
    }

    @Test
    void setsEveryRecallPendingHoweverItCame() throws IOException {
        ChatEvent recall = Events.recall(2, "m1", Events.SENT_AT);

        for (Delivery delivery : Delivery.values()) {
            DocumentWrite write = documents.write(recall, delivery);

            assertThat(write.action()).isEqualTo(Action.UPDATE);
            assertThat(write.index()).isEqualTo("wecom-archive-recalls");
            for (String part : List.of("doc", "upsert")) {
                assertThat(body(write).get(part).get("recall_state").asText()).isEqualTo("pending");
                assertThat(body(write).get(part).get("recalled_msgid").asText()).isEqualTo("m1");
            }
        }
    }

    @Test
    void looksForNoMessageWhereARecallNamesNone() throws IOException {
        ChatEvent unnamed =
                Events.message(2, "r2").setAction("recall").setMsgType("revoke").build();
        ChatEvent impossible = Events.recall(3, "m".repeat(600), Events.SENT_AT);

        assertThat(body(documents.write(unnamed, Delivery.LIVE))
                        .at("/upsert/recall_state")
                        .asText())
                .isEqualTo("untargeted");
        assertThat(body(documents.write(impossible, Delivery.LIVE))
                        .at("/upsert/recall_state")
                        .asText())
                .isEqualTo("untargeted");
    }

    @Test
    void rejectsAnIdThatElasticsearchRefuses() {
        ChatEvent event = Events.message(1, "汉".repeat(170)).build();

        assertThatThrownBy(() -> documents.write(event, Delivery.LIVE))
                .isInstanceOf(RejectedDocumentException.class)
                .hasMessage("id_too_long");
    }

    private static MediaRef.Builder media(String id) {
        return MediaRef.newBuilder()
                .setMediaId(id)
                .setKind("file")
                .setSdkFileId("sdk-" + id)
                .setPath("$.file");
    }

    private static JsonNode body(DocumentWrite write) throws IOException {
        return JSON.readTree(StandardCharsets.UTF_8.decode(write.body()).toString());
    }
}
