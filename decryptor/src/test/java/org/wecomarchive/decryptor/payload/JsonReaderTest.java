package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private final JsonReader reader = new JsonReader();

    @Test
    void keepsControlCharactersInsideStrings() {
        JsonValue json = read("{\"a\":\"x\u0000\u0001\n\ty\"}").orElseThrow();

        assertThat(json.field("a").string()).contains("x\u0000\u0001\n\ty");
    }

    @Test
    void takesTheLastOfSeveralEqualKeys() {
        JsonValue json = read("{\"a\":1,\"b\":2,\"a\":3}").orElseThrow();

        assertThat(json.field("a").scalar()).contains("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF{}", " \r\n{} \n", "{}\u0000", "\u0000{}"})
    void ignoresWhatSurroundsTheValue(String text) {
        assertThat(read(text))
                .hasValueSatisfying(json -> assertThat(json.isObject()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{}}", "{} {}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}", "nonsense", "{\"a\":1,}"})
    void readsNothingElse(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void replacesHalvesOfSurrogatePairsOnly() {
        JsonValue json = read("[\"\\ud83d\", \"\\ude00x\", \"\\ud83d\\ude00\", \"a\\ud83d\"]")
                .orElseThrow();

        assertThat(json.elements())
                .extracting(element -> element.string().orElseThrow())
                .containsExactly("\uFFFD", "\uFFFDx", "\ud83d\ude00", "a\uFFFD");
    }

    @Test
    void keepsTheTextOfAnObjectExactly() {
        String object = "{ \"b\" : 1.50 ,\"é\":\"\\u4e2d\",\"b\":2}";

        JsonValue json = read("  {\"long\":\"" + "中".repeat(50_000) + "\",\"a\":[" + object + "]}")
                .orElseThrow();

        assertThat(json.field("a").elements().get(0).source()).contains(object);
    }

    @Test
    void skipsWhatIsNestedTooDeep() {
        String deep = "[".repeat(JsonReader.MAX_NESTING - 2) + "]".repeat(JsonReader.MAX_NESTING - 2);

        JsonValue json = read("{\"deep\":" + deep + ",\"after\":1}").orElseThrow();

        assertThat(json.field("after").scalar()).contains("1");
        assertThat(depth(json.field("deep"))).isEqualTo(JsonReader.MAX_DEPTH - 1);
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        assertThat(read("[".repeat(1_000_000))).isEmpty();
    }

    @Test
    void readsStringsNumbersAndNamesOfAnyLength() {
        String name = "n".repeat(200_000);
        String digits = "7".repeat(200_000);
        String text = "t".repeat(25_000_000);

        JsonValue json =
                read("{\"" + name + "\":" + digits + ",\"t\":\"" + text + "\"}").orElseThrow();

        assertThat(json.field(name).scalar()).contains(digits);
        assertThat(json.field("t").string().orElseThrow()).hasSize(text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "12", "\"{}\"", "{broken", "{broken}", "[smile]", "{]"})
    void opensOnlyObjectsAndArrays(String text) {
        JsonValue json = new JsonValue.Text(text);

        assertThat(reader.open(json)).isEmpty();
        assertThat(reader.openOrSame(json)).isSameAs(json);
    }

    @Test
    void parsesAStringOnce() {
        JsonValue json = new JsonValue.Text(" {\"a\":1} ");

        JsonValue opened = reader.openOrSame(json);

        assertThat(opened.isObject()).isTrue();
        assertThat(reader.openOrSame(json)).isSameAs(opened);
    }

    @Test
    void givesUpAfterManyStringsThatOnlyLookLikeJson() {
        for (int i = 1; i < JsonReader.MAX_FAILURES; i++) {
            reader.open(new JsonValue.Text("{" + i + "}"));
        }

        assertThat(reader.open(new JsonValue.Text("{}"))).isPresent();
        assertThat(reader.open(new JsonValue.Text("{last}"))).isEmpty();
        assertThat(reader.open(new JsonValue.Text("{}"))).isEmpty();
    }

    private Optional<JsonValue> read(String text) {
        return reader.read(MendedText.of(text));
    }

    private static int depth(JsonValue json) {
        int depth = 0;
        for (JsonValue at = json;
                at.isArray() && !at.elements().isEmpty();
                at = at.elements().get(0)) {
            depth++;
        }
        return depth;
    }
}
