package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.MessageItem;

/** Parts of messages: their list, their text and their files. */
class PartsTest {

    @Test
    void findsTheTextAndTheFileOfNestedParts() {
        ObjectNode inner = record(part("ChatRecordText", content("deep")), part("ChatRecordImage", file("f1")));

        ChatEvent event = chatrecord(part("chatrecord", inner), part("ChatRecordFile", file("f2")));

        assertThat(event.getText()).isEqualTo("deep");
        assertThat(event.getMedia())
                .extracting(MediaRef::getSdkFileId, MediaRef::getKind, MediaRef::getPath)
                .containsExactly(
                        tuple("f1", "image", "$.chatrecord.item[0].content.item[1].content"),
                        tuple("f2", "file", "$.chatrecord.item[1].content"));
        assertThat(event.getChatrecord().getItems())
                .extracting(MessageItem::getDepth, MessageItem::getType)
                .containsExactly(tuple(0, "chatrecord"), tuple(1, "text"), tuple(1, "image"), tuple(0, "file"));
    }

    @Test
    void takesContentThatIsNotInAString() {
        ChatEvent event = Messages.parse("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":["
                + "{\"type\":\"text\",\"content\":{\"content\":\"a\"}},{\"type\":\"text\",\"content\":\"b\"}]}}");

        assertThat(event.getText()).isEqualTo("a\nb");
    }

    @Test
    void takesContentThatIsAListOfParts() {
        String parts = "[" + part("text", content("a")) + "," + part("image", file("f")) + "]";

        ChatEvent event = chatrecord(node().put("type", "CHATRECORDMIXED").put("content", parts));

        assertThat(event.getText()).isEqualTo("a");
        assertThat(event.getMedia())
                .extracting(MediaRef::getKind, MediaRef::getPath)
                .containsExactly(tuple("image", "$.chatrecord.item[0].content[1].content"));
        assertThat(event.getChatrecord().getItems())
                .extracting(MessageItem::getType)
                .containsExactly("mixed", "text", "image");
    }

    @Test
    void keepsWhatIsTypedAsText() {
        String typed = "{\"sdkfileid\":\"forged\",\"content\":\"x\"}";

        ChatEvent event = mixed(part("text", content(typed)));

        assertThat(event.getText()).isEqualTo(typed);
        assertThat(event.getMedia()).isEmpty();
    }

    @Test
    void searchesPartsOfUnknownTypes() {
        ObjectNode content = node().put("title", "T")
                .put("inside", node().put("sdkfileid", "f").toString());

        ChatEvent event = mixed(part("hologram", content));

        assertThat(event.getText()).isEqualTo("T");
        assertThat(event.getMedia())
                .extracting(MediaRef::getKind, MediaRef::getPath)
                .containsExactly(tuple("hologram", "$.mixed.item[0].content.inside"));
    }

    @Test
    void searchesPartsWhoseFieldsAreNotPublished() {
        ObjectNode content = node().put("title", "T").set("list", node().put("comment", "me too"));

        ChatEvent event = chatrecord(part("solitaire", content), part("note", record(part("text", content("N")))));

        assertThat(event.getText()).isEqualTo("T\nme too\nN");
    }

    @Test
    void marksPartsWithoutTypeAsUnknown() {
        ChatEvent event =
                Messages.parse("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[{\"content\":\"words\"},7,null]}}");

        assertThat(event.getMixed().getItems())
                .extracting(MessageItem::getType, MessageItem::getOriginalType, MessageItem::getText)
                .containsExactly(tuple("unknown", null, "words"));
    }

    @Test
    void findsFilesAnywhereInAnUnknownType() {
        String json =
                "{\"msgtype\":\"note\",\"info\":{\"cover\":\"{\\\"sdkfileid\\\":\\\"f1\\\",\\\"filesize\\\":\\\"5\\\"}\","
                        + "\"items\":[{\"type\":\"voice\",\"content\":\"{\\\"sdkfileid\\\":\\\"f2\\\",\\\"voice_size\\\":6,"
                        + "\\\"play_length\\\":7}\"}],\"it's\":[[{\"sdkfileid\":\"f3\"}]]}}";

        ChatEvent event = Messages.parse(json);

        assertThat(event.getMedia())
                .extracting(MediaRef::getSdkFileId, MediaRef::getSize, MediaRef::getDuration, MediaRef::getPath)
                .containsExactly(
                        tuple("f1", 5L, null, "$.info.cover"),
                        tuple("f2", 6L, 7L, "$.info.items[0].content"),
                        tuple("f3", null, null, "$.info['it\\'s'][0][0]"));
    }

    @Test
    void namesAFileByTheHashOfItsId() {
        ChatEvent event = Messages.parse("{\"msgtype\":\"image\",\"image\":{\"sdkfileid\":\"abc\",\"md5sum\":\"\"}}");

        MediaRef media = event.getMedia().get(0);
        assertThat(media.getMediaId()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(media.getMd5()).isNull();
    }

    @Test
    void cutsEndlessNamesInPaths() {
        String name = "n".repeat(Place.MAX_NAME - 1) + "\ud83d\ude00".repeat(500_000);

        ChatEvent event = Messages.parse("{\"" + name + "\":{\"sdkfileid\":\"f\"}}");

        assertThat(event.getMedia().get(0).getPath()).isEqualTo("$['" + "n".repeat(Place.MAX_NAME - 1) + "…']");
    }

    @Test
    void hasNoMoreFilesThanARecordCanHold() {
        String files = "{\"sdkfileid\":\"f\"},".repeat(MediaCollector.MAX_MEDIA);

        ChatEvent event = Messages.parse("{\"files\":[" + files + "{\"sdkfileid\":\"last\"}]}");

        assertThat(event.getMedia()).hasSize(MediaCollector.MAX_MEDIA);
    }

    @Test
    void endsTheListWhereItIsFullButNotTheText() {
        String items = IntStream.rangeClosed(0, FlatItems.MAX_ITEMS)
                .mapToObj(i -> "{\"type\":\"text\",\"content\":\"t" + i + "\"}")
                .collect(Collectors.joining(","));

        ChatEvent event = Messages.parse("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[" + items + "]}}");

        assertThat(event.getMixed().getItems()).hasSize(FlatItems.MAX_ITEMS);
        assertThat(event.getMixed().getItemsTruncated()).isTrue();
        assertThat(event.getText()).endsWith("\nt" + FlatItems.MAX_ITEMS);
    }

    @Test
    void endsTheListBeforeItsTextIsTooLarge() {
        String large = "x".repeat(FlatItems.MAX_BYTES / 3);

        ChatEvent event =
                mixed(part("text", content("small")), part("text", content(large)), part("text", content(large)));

        assertThat(event.getMixed().getItems()).hasSize(2);
        assertThat(event.getMixed().getItemsTruncated()).isTrue();
        assertThat(event.getText()).hasSize(5 + 2 * (large.length() + 1));
    }

    @Test
    void doesNotFollowPartsForEver() {
        ObjectNode content = record(part("ChatRecordText", content("bottom")));
        for (int i = 0; i < ItemFlattener.MAX_DEPTH; i++) {
            content = record(objectPart(content));
        }

        ChatEvent event = parse(node().put("msgtype", "chatrecord").set("chatrecord", content));

        List<MessageItem> items = event.getChatrecord().getItems();
        assertThat(items).hasSize(ItemFlattener.MAX_DEPTH);
        assertThat(items.get(ItemFlattener.MAX_DEPTH - 1).getJson()).contains("bottom");
        assertThat(event.getChatrecord().getItemsTruncated()).isTrue();
        assertThat(event.getText()).isNull();
    }

    @Test
    void followsPartsToTheirLastLevel() {
        ObjectNode content = record(part("ChatRecordText", content("bottom")));
        for (int i = 0; i < ItemFlattener.MAX_DEPTH - 1; i++) {
            content = record(objectPart(content));
        }

        ChatEvent event = parse(node().put("msgtype", "chatrecord").set("chatrecord", content));

        assertThat(event.getChatrecord().getItemsTruncated()).isFalse();
        assertThat(event.getText()).isEqualTo("bottom");
    }

    private static ChatEvent chatrecord(ObjectNode... parts) {
        return parse(node().put("msgtype", "chatrecord").set("chatrecord", record(parts)));
    }

    private static ChatEvent mixed(ObjectNode... parts) {
        return parse(node().put("msgtype", "mixed").set("mixed", record(parts)));
    }

    private static ChatEvent parse(Object json) {
        return Messages.parse(json.toString());
    }

    private static ObjectNode record(ObjectNode... parts) {
        ObjectNode record = node();
        record.putArray("item").addAll(List.of(parts));
        return record;
    }

    private static ObjectNode part(String type, ObjectNode content) {
        return node().put("type", type).put("content", content.toString());
    }

    private static ObjectNode objectPart(ObjectNode content) {
        return node().put("type", "ChatRecordMixed").set("content", content);
    }

    private static ObjectNode content(String text) {
        return node().put("content", text);
    }

    private static ObjectNode file(String id) {
        return node().put("sdkfileid", id).put("filesize", 1);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
