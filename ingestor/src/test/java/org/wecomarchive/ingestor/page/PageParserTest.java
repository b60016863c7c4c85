package org.wecomarchive.ingestor.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageParserTest {

    private static final String GOLDEN =
            """
            {"errcode":0,"errmsg":"ok","chatdata":[
            {"seq":196,"msgid":"CAQQ2fbb4QUY0On2rYSAgAMgip/yzgs=","publickey_ver":3,
             "encrypt_random_key":"ftJ+uz3n/z1DsxlkwxNgE+mL38H42/KCvN8T60gbbtPD+Rta1hKTuQPzUzO6Hzne97MgKs7FfdDxDCk/v8cDT6gUVjA2tZ/M7euSD0L66opJ/IUeBtpAtvgVSD5qhlaQjvfKJc/zPMGNK2xCLFYqwmQBZXbNT7uA69Fflm512nZKW/piK2RKdYJhRyvQnA1ISxK097sp9WlEgDg250fM5tgwMjujdzr7ehK6gtVBUFldNSJS7ndtIf6aSBfaLktZgwHZ57ONewWq8GJe7WwQf1hwcDbCh7YMG8nsweEwhDfUz+u8rz9an+0lgrYMZFRHnmzjgmLwrR7B/32Qxqd79A==",
             "encrypt_chat_msg":"898WSfGMnIeytTsea7Rc0WsOocs0bIAerF6de0v2cFwqo9uOxrW9wYe5rCjCHHH5bDrNvLxBE/xOoFfcwOTYX0HQxTJaH0ES9OHDZ61p8gcbfGdJKnq2UU4tAEgGb8H+Q9n8syRXIjaI3KuVCqGIi4QGHFmxWenPFfjF/vRuPd0EpzUNwmqfUxLBWLpGhv+dLnqiEOBW41Zdc0OO0St6E+JeIeHlRZAR+E13Isv9eS09xNbF0qQXWIyNUi+ucLr5VuZnPGXBrSfvwX8f0QebTwpy1tT2zvQiMM2MBugKH6NuMzzuvEsXeD+6+3VRqL"},
            {"seq":9007199254740993,"msgid":"7718230045560012345_1735689600123_external","publickey_ver":4294967295,
             "encrypt_random_key":"a","encrypt_chat_msg":"b"}]}
            """;

    private final PageParser parser = new PageParser();

    @Test
    void readsTheDocumentedShape() throws UnreadablePageException {
        Page page = parse(GOLDEN, 195);

        assertThat(page.errcode()).isZero();
        assertThat(page.records()).hasSize(2);
        assertThat(page.records().get(0).seq()).isEqualTo(196);
        assertThat(page.records().get(0).msgid()).isEqualTo("CAQQ2fbb4QUY0On2rYSAgAMgip/yzgs=");
        assertThat(page.records().get(0).encryptedKey()).hasSize(344).startsWith("ftJ+uz3n");
        assertThat(page.records().get(1))
                .isEqualTo(new ArchivedRecord(
                        9007199254740993L, "7718230045560012345_1735689600123_external", 4294967295L, "a", "b", ""));
    }

    @Test
    void keepsWhatItDoesNotKnowAsJson() throws UnreadablePageException {
        Page page = parse(
                """
                {"errcode":0,"chatdata":[{"seq":"7","corp_tag":{"a":[1,2.50,null]},"msgid":"m","msgid":"again","publickey_ver":-3,
                "encrypt_random_key":["k"],"encrypt_chat_msg":"消息\u0001","ext":12345678901234567890}]}""",
                0);

        assertThat(page.records())
                .containsExactly(new ArchivedRecord(
                        7,
                        "m",
                        0,
                        "",
                        "消息\u0001",
                        "{\"corp_tag\":{\"a\":[1,2.50,null]},\"msgid\":\"again\",\"publickey_ver\":-3,"
                                + "\"encrypt_random_key\":[\"k\"],\"ext\":12345678901234567890}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errcode\":0,\"chatdata\":[]}",
                "{\"errcode\":0,\"errmsg\":\"ok\"}",
                "{\"errcode\":0,\"chatdata\":null}"
            })
    void takesAMissingOrEmptyListForCaughtUp(String json) throws UnreadablePageException {
        assertThat(parse(json, 5)).isEqualTo(new Page(0, List.of(), 0, 0));
    }

    @Test
    void tellsTheErrcodeWhereverItStands() throws UnreadablePageException {
        assertThat(parse("{\"chatdata\":[],\"errmsg\":\"not allow\",\"errcode\":301042}", 0)
                        .errcode())
                .isEqualTo(301042);
        assertThat(parse("{\"errcode\":-1}", 0).errcode()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "\"42\"", "42.0", "\"42.00\"", "4.2e1", "\"420E-1\"", "\" 42 \""})
    void readsAnIntegerInAnySpelling(String spelled) throws UnreadablePageException {
        Page page =
                parse("{\"errcode\":0,\"chatdata\":[{\"seq\":" + spelled + ",\"publickey_ver\":" + spelled + "}]}", 0);

        assertThat(page.records()).containsExactly(new ArchivedRecord(42, "", 42, "", "", ""));
        assertThat(page.unknownFields()).isZero();
        assertThat(parse("{\"errcode\":" + spelled + "}", 0).errcode()).isEqualTo(42);
    }

    @Test
    void countsFieldsThatHaveNoPlace() throws UnreadablePageException {
        Page page = parse(
                """
                {"errcode":0,"errmsg":"ok","has_more":1,"chatdata":[{"seq":7,"msgid":"m","ext":{"a":1,"b":2},"publickey_ver":"v3"},
                {"seq":8,"msgid":"m","msgid":"n"}]}""",
                0);

        assertThat(page.unknownFields()).isEqualTo(4);
        assertThat(page.records().get(0).otherFields())
                .isEqualTo("{\"ext\":{\"a\":1,\"b\":2},\"publickey_ver\":\"v3\"}");
    }

    @Test
    void dropsTheSameRecordTwiceAndCountsIt() throws UnreadablePageException {
        Page page = parse(pageOf(record(6, "a"), record(6, "a"), record(6, "a"), record(9, "b")), 5);

        assertThat(page.records()).extracting(ArchivedRecord::seq).containsExactly(6L, 9L);
        assertThat(page.duplicates()).isEqualTo(2);
    }

    @Test
    void refusesTheSameSeqWithOtherContent() {
        assertThatThrownBy(() -> parse(pageOf(record(6, "a"), record(6, "b")), 5))
                .isInstanceOf(BrokenSequenceException.class)
                .hasMessageContaining("seq 6 twice");
    }

    @Test
    void refusesASeqThatWasAskedForAlready() {
        assertThatThrownBy(() -> parse(pageOf(record(5, "a")), 5)).isInstanceOf(BrokenSequenceException.class);
    }

    @Test
    void refusesFallingSeqs() {
        assertThatThrownBy(() -> parse(pageOf(record(8, "a"), record(7, "b")), 5))
                .isInstanceOf(BrokenSequenceException.class)
                .hasMessageContaining("7 after 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "18446744073709551615", "99999999999999999999999"})
    void refusesASeqBeyondALong(String seq) {
        assertThatThrownBy(() -> parse("{\"errcode\":0,\"chatdata\":[{\"seq\":" + seq + "}]}", 5))
                .isInstanceOf(BrokenSequenceException.class)
                .hasMessageContaining(seq);
    }

    @Test
    void takesTheLargestSeqOfALong() throws UnreadablePageException {
        assertThat(parse("{\"errcode\":0,\"chatdata\":[{\"seq\":9223372036854775807}]}", 5)
                        .firstSeq())
                .hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"errcode\":\"ok\"}",
                "{\"errcode\":\"\"}",
                "{\"errcode\":true}",
                "{\"errcode\":0.5}",
                "{\"errcode\":1e99}",
                "{\"chatdata\":{}}",
                "{\"errcode\":0,\"chatdata\":[1]}",
                "{\"errcode\":0,\"chatdata\":[{\"msgid\":\"without a seq\"}]}",
                "{\"errcode\":0,\"chatdata\":[{\"seq\":1.5}]}",
                "{\"errcode\":0,\"chatdata\":[{\"seq\":-1}]}",
                "{\"errcode\":99999999999}",
                "{\"errcode\":0} {}",
                "{}",
                "{\"errmsg\":\"ok\"}",
                "{\"chatdata\":[]}",
                "{\"errcode\":0,\"data\":[{\"seq\":1}]}",
                "{\"errcode\":0,\"chatdata\":[{\"seq\":1,\"\\ud83d\":1}]}"
            })
    void callsAnythingElseUnreadable(String json) {
        assertThatThrownBy(() -> parse(json, 0)).isInstanceOf(UnreadablePageException.class);
    }

    /** Jackson takes them for UTF-32, in one of four orders of its bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0{\u007f\u007f\u007f\u007f", "\0\0\0{\0", "\0{\0\0\0\0\0\0", "\0\0{\0\0\0\0\0"})
    void callsNulsAtTheBeginningUnreadable(String page) {
        assertThatThrownBy(() -> parse(page, 0)).isInstanceOf(UnreadablePageException.class);
    }

    /** What a page becomes when bytes are lost inside a name before a large payload, and other limits of the parser. */
    @Test
    void callsWhatIsBeyondTheParsersLimitsUnreadable() {
        String before = "{\"errcode\":0,\"chatdata\":[{\"seq\":1,\"";
        for (String rest : List.of(
                "x".repeat(60_000) + "\":1}]}",
                "x\":" + "7".repeat(1001) + "}]}",
                "x\":" + "[".repeat(1001) + "]".repeat(1001) + "}]}")) {
            assertThatThrownBy(() -> parse(before + rest, 0)).isInstanceOf(UnreadablePageException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":-0,\"y\":1e2,\"z\":[0.000000000000000000000001,{\"a\":1E+2}]}",
                "{\"x\":1e2147483648}",
                "{\"publickey_ver\":1e2147483648}"
            })
    void keepsUnnamedFieldsAsWritten(String fields) throws UnreadablePageException {
        Page page = parse("{\"errcode\":0,\"chatdata\":[{\"seq\":1," + fields.substring(1) + "]}", 0);

        assertThat(page.records()).containsExactly(new ArchivedRecord(1, "", 0, "", "", fields));
    }

    /** Parts that break a page in other ways than single bytes do. */
    @Test
    void answersEveryGarbledPageWithRecordsOrUnreadable() {
        List<String> parts = List.of(
                "1e2147483648",
                "-0",
                "[[[[",
                "]",
                "}",
                "\\ud83d",
                "\"",
                ",",
                ":",
                "{",
                "7".repeat(1001),
                "[".repeat(1001));
        byte[] golden = GOLDEN.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(43);
        for (int round = 0; round < 20_000; round++) {
            int at = random.nextInt(golden.length);
            int lost = random.nextInt(Math.min(64, golden.length - at));
            byte[] part = parts.get(random.nextInt(parts.size())).getBytes(StandardCharsets.UTF_8);
            ByteBuffer mutated = ByteBuffer.allocate(golden.length - lost + part.length)
                    .put(golden, 0, at)
                    .put(part)
                    .put(golden, at + lost, golden.length - at - lost);
            Optional<Throwable> failure = Optional.ofNullable(catchThrowable(() -> parser.parse(mutated.array(), 195)));

            assertThat(failure.map(Object::getClass).map(Class::getSimpleName).orElse("records"))
                    .as("round %d of seed 43", round)
                    .isIn("records", "UnreadablePageException", "BrokenSequenceException");
        }
    }

    @Test
    void callsEveryTruncationUnreadable() {
        byte[] golden = GOLDEN.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < golden.length; length++) {
            byte[] truncated = Arrays.copyOf(golden, length);

            assertThatThrownBy(() -> parser.parse(truncated, 195))
                    .as("first %d bytes", length)
                    .isInstanceOf(UnreadablePageException.class);
        }
    }

    @Test
    void survivesMutationsWithoutQuotingContent() {
        byte[] golden = GOLDEN.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(42);
        for (int round = 0; round < 5000; round++) {
            byte[] mutated = golden.clone();
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            try {
                parser.parse(mutated, 195);
            } catch (UnreadablePageException | BrokenSequenceException e) {
                assertThat(e.getMessage()).as("round %d of seed 42", round).doesNotContain("ftJ", "898W", "CAQQ");
                assertThat(e).hasNoCause();
            }
        }
    }

    private Page parse(String json, long asked) throws UnreadablePageException {
        return parser.parse(json.getBytes(StandardCharsets.UTF_8), asked);
    }

    private static String pageOf(String... records) {
        return "{\"errcode\":0,\"chatdata\":[" + String.join(",", records) + "]}";
    }

    private static String record(long seq, String msgid) {
        return "{\"seq\":" + seq + ",\"msgid\":\"" + msgid + "\"}";
    }
}
