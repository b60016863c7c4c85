package org.wecomarchive.simulator.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int RECORDS = 5_000;
    private static final BigInteger SIGNED_LIMIT = BigInteger.ONE.shiftLeft(63);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private static List<String> texts;
    private static List<JsonNode> messages;

    @BeforeAll
    static void readTheScript() throws IOException {
        Script script = script(7);
        texts = LongStream.range(0, RECORDS)
                .mapToObj(index -> text(script, index))
                .toList();
        messages = new ArrayList<>();
        for (String text : texts) {
            messages.add(JSON.readTree(text));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, -1})
    void bringsEveryTypeWithinTheFirstFiveThousandRecords(long seed) throws IOException {
        Script script = script(seed);

        Set<String> types = new HashSet<>();
        for (long index = 0; index < RECORDS; index++) {
            types.add(type(JSON.readTree(text(script, index))));
        }

        assertThat(types)
                .containsExactlyInAnyOrder(
                        "text",
                        "image",
                        "revoke",
                        "agree",
                        "disagree",
                        "voice",
                        "video",
                        "card",
                        "location",
                        "emotion",
                        "file",
                        "link",
                        "weapp",
                        "chatrecord",
                        "todo",
                        "vote",
                        "collect",
                        "redpacket",
                        "meeting",
                        "meeting_notification",
                        "switch",
                        "docmsg",
                        "markdown",
                        "news",
                        "calendar",
                        "mixed",
                        "meeting_voice_call",
                        "voip_doc_share",
                        "external_redpacket",
                        "sphfeed",
                        "voiptext",
                        "qydiskfile",
                        "solitaire",
                        "note",
                        "hologram_2031");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "image",
                "revoke",
                "agree",
                "disagree",
                "voice",
                "video",
                "card",
                "location",
                "emotion",
                "file",
                "link",
                "weapp",
                "chatrecord",
                "todo",
                "vote",
                "collect",
                "redpacket",
                "meeting",
                "meeting_notification",
                "switch",
                "docmsg",
                "markdown",
                "news",
                "calendar",
                "mixed",
                "meeting_voice_call",
                "voip_doc_share",
                "external_redpacket",
                "sphfeed",
                "voiptext",
                "qydiskfile",
                "solitaire",
                "note"
            })
    void writesATypeWithTheFieldsOfItsSample(String type) throws IOException {
        Set<String> sample = new TreeSet<>();
        collectFields("", sample(type), sample);

        Set<String> written = new TreeSet<>();
        for (JsonNode message : messages) {
            if (type(message).equals(type)) {
                collectFields("", message, written);
            }
        }

        assertThat(written).containsAll(sample);
    }

    @Test
    void recallsEarlierMessages() {
        Set<String> earlier = new HashSet<>();
        int recalls = 0;
        for (JsonNode message : messages) {
            if (type(message).equals("revoke")) {
                assertThat(earlier)
                        .contains(message.path("revoke").path("pre_msgid").asText());
                recalls++;
            }
            earlier.add(message.path("msgid").asText());
        }

        assertThat(recalls).isGreaterThan(20);
    }

    @Test
    void writesRawControlCharactersNowAndThen() {
        assertThat(share(text -> text.chars().anyMatch(c -> c < ' '))).isBetween(5L, 200L);
    }

    @Test
    void carriesTheMarkerOften() {
        assertThat(share(text -> text.contains(Script.MARKER))).isBetween(1000L, 3000L);
    }

    @Test
    void writesQuotedRepliesEmojiAndQuotes() {
        assertThat(share(text -> text.contains("这是一条引用/回复消息："))).isPositive();
        assertThat(share(text -> text.contains("This is a quote/reply:"))).isPositive();
        assertThat(share(text -> text.contains("「"))).isPositive();
        assertThat(share(text -> text.contains("👨‍👩‍👧‍👦"))).isPositive();
        assertThat(share(text -> text.contains("\\\"final\\\""))).isPositive();
    }

    @Test
    void numbersMeetingsBeyondSignedNumbers() {
        assertThat(messages)
                .filteredOn(message -> type(message).equals("meeting"))
                .anyMatch(message -> message.at("/meeting/meetingid").isBigInteger()
                        && message.at("/meeting/meetingid").bigIntegerValue().compareTo(SIGNED_LIMIT) >= 0);
    }

    @Test
    void writesNumbersAsTextAndUnknownFieldsNowAndThen() {
        assertThat(messages)
                .filteredOn(message -> message.path("msgtime").isTextual())
                .hasSizeBetween(20, 300);
        assertThat(messages).filteredOn(message -> message.has("trace_tag_v9")).hasSizeBetween(20, 300);
    }

    @Test
    void givesMsgidsInEveryForm() {
        List<String> ids =
                messages.stream().map(message -> message.path("msgid").asText()).toList();

        assertThat(ids).anyMatch(id -> id.matches("\\d+_\\d{13}"));
        assertThat(ids).anyMatch(id -> id.matches("\\d+_\\d{10}"));
        assertThat(ids).anyMatch(id -> id.matches("\\d+_\\d+_external"));
        assertThat(ids).anyMatch(id -> id.matches("\\d+_\\d+_updown_stream"));
        assertThat(ids).anyMatch(id -> id.matches("\\d{21}"));
        assertThat(ids).anyMatch(id -> id.matches("[A-Za-z0-9+/]{31}="));
    }

    @Test
    void nestsForwardedMessages() {
        assertThat(texts).anyMatch(text -> text.contains("\\\"type\\\":\\\"chatrecord\\\""));
        assertThat(texts).anyMatch(text -> text.getBytes(StandardCharsets.UTF_8).length > 20_000);
    }

    @Test
    void keepsMostMessagesSmall() {
        long usual = share(text -> {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            return bytes >= 200 && bytes <= 1500;
        });

        assertThat(usual).isGreaterThan(RECORDS * 8L / 10);
    }

    @Test
    void describesEveryFileByItsTrueSizeAndChecksum() {
        MediaLibrary media = script(7).media();

        int resolved = 0;
        for (JsonNode message : messages) {
            JsonNode image = message.path("image");
            if (image.path("filesize").isInt() && !image.path("md5sum").asText().isEmpty()) {
                MediaFile file = media.resolve(image.path("sdkfileid").asText())
                        .orElseThrow()
                        .file();
                assertThat(file.size()).isEqualTo(image.path("filesize").asInt());
                assertThat(file.md5()).isEqualTo(image.path("md5sum").asText());
                resolved++;
            }
        }

        assertThat(resolved).isGreaterThan(100);
    }

    private static Script script(long seed) {
        return new Script(seed, index -> START.plusSeconds(index), index -> 0);
    }

    private static String text(Script script, long index) {
        return new String(script.message(index).plaintext(), StandardCharsets.UTF_8);
    }

    private static String type(JsonNode message) {
        return message.path("action").asText().equals("switch")
                ? "switch"
                : message.path("msgtype").asText();
    }

    private static long share(Predicate<String> trait) {
        return texts.stream().filter(trait).count();
    }

    private static JsonNode sample(String type) throws IOException {
        try (InputStream in = ScriptTest.class.getResourceAsStream("/samples/" + type + ".json")) {
            return JSON.readTree(in);
        }
    }

    /** Paths with the kind of value at each; JSON inside a string counts as a part of the tree. */
    private static void collectFields(String path, JsonNode node, Set<String> found) throws JsonProcessingException {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                collectFields(path + "/" + field.getKey(), field.getValue(), found);
            }
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                collectFields(path + "[]", element, found);
            }
        } else if (node.isTextual() && node.asText().startsWith("{")) {
            collectFields(path + "!", JSON.readTree(node.asText()), found);
        } else {
            found.add(path + " " + (node.isNumber() ? "number" : node.getNodeType()));
        }
    }
}
