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
        String typed = node().put("sdkfileid", "forged").toString();
        ObjectNode content = node().put("title", "T").put("inside", typed);
        content.set("cover", node().put("sdkfileid", "f"));

        ChatEvent event = mixed(part("hologram", content));

        assertThat(event.getText()).isEqualTo("T\n" + typed);
        assertThat(event.getMedia())
                .extracting(MediaRef::getSdkFileId, MediaRef::getKind, MediaRef::getPath)
                .containsExactly(tuple("f", "hologram", "$.mixed.item[0].content.cover"));
    }

    @Test
    void takesNothingForAFileThatAPersonMayHaveTyped() {
        String typed = "[{\"sdkfileid\":\"forged\"},{\"type\":\"file\",\"content\":{\"sdkfileid\":\"forged\"}}]";
        ObjectNode text = node().put("type", "text").put("content", typed);
        ObjectNode untyped = node().put("content", typed);
        ObjectNode unknown = node().put("type", "paragraph").put("content", typed);
        ObjectNode items = node().set(
                        "items",
                        node().arrayNode().add(text).add(untyped).add(unknown).add(typed));

        ChatEvent note = parse(node().put("msgtype", "note").set("info", items));
        ChatEvent solitaire = parse(node().put("msgtype", "solitaire").set("solitaire", node().put("content", typed)));
        ChatEvent unknownType =
                parse(node().put("msgtype", "new").put("content", typed).set("new", items));
        ChatEvent words = parse(node().put("msgtype", "text").put("text", typed));

        assertThat(List.of(note, solitaire, unknownType, words)).allSatisfy(event -> {
            assertThat(event.getMedia()).isEmpty();
            assertThat(event.getText()).contains(typed);
        });
    }

    @Test
    void takesFilesInTheContentOfPartsWhoseTypeHasFiles() {
        ObjectNode items = node().set("blocks", node().arrayNode().add(part("image", file("f1"))));
        items.set("deeper", node().set("voice", node().put("type", "voice").put("sdkfileid", "f2")));

        ChatEvent event = parse(node().put("msgtype", "new").set("new", items));

        assertThat(event.getMedia())
                .extracting(MediaRef::getSdkFileId, MediaRef::getKind, MediaRef::getPath)
                .containsExactly(
                        tuple("f1", "image", "$.new.blocks[0].content"), tuple("f2", "voice", "$.new.deeper.voice"));
    }

    @Test
    void readsListsPartsAndPayloadsThatStandInStrings() {
        String parts = "[" + part("text", content("a")) + "," + quoted(part("image", file("f1"))) + ",\"b\",null]";

        ChatEvent list = parse(node().put("msgtype", "mixed").set("mixed", node().put("item", parts)));
        ChatEvent lone =
                parse(node().put("msgtype", "mixed").set("mixed", node().set("item", part("text", content("only")))));
        ChatEvent payload =
                parse(node().put("msgtype", "image").put("image", file("f2").toString()));
        ChatEvent vote = Messages.parse("{\"msgtype\":\"vote\",\"vote\":\"{\\\"votetitle\\\":\\\"Q\\\","
                + "\\\"voteitem\\\":\\\"[1]\\\"}\",\"tolist\":\"[\\\"x\\\",\\\"y\\\"]\"}");

        assertThat(list.getText()).isEqualTo("a\nb");
        assertThat(list.getMedia()).extracting(MediaRef::getPath).containsExactly("$.mixed.item[1].content");
        assertThat(list.getMixed().getItems())
                .extracting(MessageItem::getType, MessageItem::getText, MessageItem::getPath)
                .containsExactly(
                        tuple("text", "a", "$.mixed.item[0]"),
                        tuple("image", null, "$.mixed.item[1]"),
                        tuple("unknown", "b", "$.mixed.item[2]"));
        assertThat(lone.getText()).isEqualTo("only");
        assertThat(payload.getImage().getSdkfileid()).isEqualTo("f2");
        assertThat(payload.getMedia()).extracting(MediaRef::getPath).containsExactly("$.image");
        assertThat(vote.getVote().getVoteitem()).containsExactly("1");
        assertThat(vote.getRecipients()).containsExactly("x", "y");
    }

    @Test
    void readsPartsThatAreWholeMessages() {
        ObjectNode text = node().put("msgtype", "text").set("text", content("a"));
        ObjectNode card =
                node().put("msgtype", "markdown").put("info", content("b").toString());
        ObjectNode image = node().put("msgtype", "image").put("image", file("f").toString());

        ChatEvent event = chatrecord(text, card, image);

        assertThat(event.getText()).isEqualTo("a\nb");
        assertThat(event.getChatrecord().getItems())
                .extracting(MessageItem::getType)
                .containsExactly("text", "markdown", "image");
        assertThat(event.getMedia())
                .extracting(MediaRef::getKind, MediaRef::getPath)
                .containsExactly(tuple("image", "$.chatrecord.item[2].image"));
    }

    @Test
    void leavesIdsAndPicturesOutOfTheTextOfUnknownTypes() {
        ObjectNode content = node().put("task_id", "t1")
                .put("card_type", "text_notice")
                .put("md5sum", "ab12")
                .put("pic_url", "https://example.com/a.png")
                .put("url", "https://example.com/b")
                .put("paid", "yes")
                .put("anything", "words")
                .put("value", 12.5)
                .put("count", 3)
                .put("flag", true);

        ChatEvent event = parse(node().put("msgid", "1_1")
                .put("from", "lisi")
                .put("msgtype", "new")
                .put("note_type", "两 words")
                .set("new", content));

        assertThat(event.getText()).isEqualTo("两 words\nhttps://example.com/b\nyes\nwords\n12.5");
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
        String json = "{\"msgtype\":\"note\",\"info\":{\"cover\":{\"sdkfileid\":\"f1\",\"filesize\":\"5\"},"
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
        String name = "n".repeat(JsonPath.MAX_NAME - 1) + "\ud83d\ude00".repeat(500_000);

        ChatEvent event = Messages.parse("{\"" + name + "\":{\"sdkfileid\":\"f\"}}");

        assertThat(event.getMedia().get(0).getPath()).isEqualTo("$['" + "n".repeat(JsonPath.MAX_NAME - 1) + "…']");
    }

    @Test
    void hasNoMoreFilesThanARecordCanHold() {
        String files = "{\"sdkfileid\":\"f\"},".repeat(MediaCollector.MAX_MEDIA);

        ChatEvent event = Messages.parse("{\"files\":[" + files + "{\"sdkfileid\":\"last\"}]}");

        assertThat(event.getMedia()).hasSize(MediaCollector.MAX_MEDIA);
    }

    @Test
    void endsTheListWhereItIsFullButNotTheText() {
        String items = IntStream.rangeClosed(0, ItemFlattener.MAX_ITEMS)
                .mapToObj(i -> "{\"type\":\"text\",\"content\":\"t" + i + "\"}")
                .collect(Collectors.joining(","));

        ChatEvent event = Messages.parse("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[" + items + "]}}");

        assertThat(event.getMixed().getItems()).hasSize(ItemFlattener.MAX_ITEMS);
        assertThat(event.getMixed().getItemsTruncated()).isTrue();
        assertThat(event.getText()).endsWith("\nt" + ItemFlattener.MAX_ITEMS);
    }

    @Test
    void endsTheListBeforeItsTextIsTooLarge() {
        String large = "x".repeat(ItemFlattener.MAX_BYTES / 3);

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

    private static String quoted(ObjectNode part) {
        return node().textNode(part.toString()).toString();
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
