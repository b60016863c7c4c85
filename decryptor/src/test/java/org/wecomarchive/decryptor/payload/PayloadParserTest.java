package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;

class PayloadParserTest {

    @Test
    void takesTheIdentityFromTheRecord() {
        ChatEvent event = Messages.parse(Messages.raw("outer"), "{\"msgid\":\"inner\",\"seq\":99}");

        assertThat(event.getCorpId()).isEqualTo("ww1234567890abcdef");
        assertThat(event.getSeq()).isEqualTo(7);
        assertThat(event.getMsgid()).isEqualTo("outer");
        assertThat(event.getKeyVersion()).isEqualTo(3);
        assertThat(event.getFetchedAt()).isEqualTo(Messages.FETCHED_AT);
        assertThat(event.getDecryptedAt()).isEqualTo(Messages.DECRYPTED_AT);
    }

    @Test
    void keepsTheTimeOfDecryptionToTheMillisecond() throws PayloadException {
        Instant precise = Instant.parse("2025-01-02T03:04:06.789123456Z");

        ChatEvent event = PayloadParser.parse(Messages.raw(), bytes("{}"), precise);

        assertThat(event.getDecryptedAt()).isEqualTo(Instant.parse("2025-01-02T03:04:06.789Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "12", "{\"a\":", "secret words"})
    void refusesWhatIsNoJsonObject(String plaintext) {
        assertThatThrownBy(() -> Messages.parse(bytes(plaintext)))
                .isInstanceOf(PayloadException.class)
                .hasMessage("not a JSON object")
                .hasNoCause();
    }

    @Test
    void keepsTheBytesOfMalformedUtf8AndSaysSo() throws PayloadException {
        byte[] plaintext = bytes("{\"msgtype\":\"text\",\"text\":{\"content\":\"ab?c\"}}");
        plaintext[plaintext.length - 5] = (byte) 0xC3;

        ChatEvent event = Messages.parse(plaintext);

        assertThat(event.getText()).isEqualTo("ab\uFFFDc");
        assertThat(event.getDamaged()).isTrue();
        assertThat(event.getPayloadBytes()).isEqualTo(ByteBuffer.wrap(plaintext));
        assertThat(event.getPayload()).isEqualTo(new String(plaintext, StandardCharsets.UTF_8));
        assertThat(AvroRoundTrip.of(event)).hasToString(event.toString());
    }

    @Test
    void takesTextOfWhichMoreThanOnePercentIsMalformedForAnotherEncoding() throws PayloadException {
        byte[] plaintext = bytes("{\"msgtype\":\"text\",\"text\":{\"content\":\"" + "a".repeat(9_960) + "\"}}");
        assertThat(plaintext).hasSize(10_000);
        Arrays.fill(plaintext, 1_000, 1_100, (byte) 0xFF);

        ChatEvent kept = Messages.parse(plaintext.clone());
        plaintext[1_100] = (byte) 0xFF;

        assertThat(kept.getDamaged()).isTrue();
        assertThatThrownBy(() -> Messages.parse(plaintext))
                .isInstanceOf(PayloadException.class)
                .hasMessage("not UTF-8");
    }

    @Test
    void readsBrokenEscapesAndSaysSo() {
        ChatEvent event = Messages.parse(
                "{\"msgtype\":\"text\",\"text\":{\"content\":\"it\\'s \\x41 \\u00\"},\"ext\":{\"\\ud83d\":1}}");

        assertThat(event.getText()).isEqualTo("it's \\x41 \\u00");
        assertThat(event.getDamaged()).isTrue();
        assertThat(event.getPayloadBytes()).isNull();
        assertThat(parse("{'msgtype':'text'}").getDamaged()).isFalse();
    }

    @Test
    void readsBrokenEscapesInsideOfParts() {
        ChatEvent event = Messages.parse("{\"msgtype\":\"mixed\",\"mixed\":{\"item\":[{\"type\":\"file\",\"content\":"
                + "\"{\\\"filename\\\":\\\"it\\\\'s\\\",\\\"sdkfileid\\\":\\\"f\\\"}\"}]}}");

        assertThat(event.getText()).isEqualTo("it's");
        assertThat(event.getMedia()).hasSize(1);
        assertThat(event.getDamaged()).isTrue();
    }

    @Test
    void keepsThePayloadWithEverythingAroundIt() {
        String payload = "\uFEFF \n{\"msgtype\":\"text\", \"text\":{\"content\":\"\\u4e2d\u0001\"},\"new\":1.0e5}\n";

        assertThat(Messages.parse(payload).getPayload()).isEqualTo(payload);
    }

    @Test
    void passesUnknownActionsAndTypesThrough() {
        ChatEvent event =
                parse("{'action':'edit','msgtype':'hologram','hologram':{'title':'Hi','sdkfileid':'f','depth':3}}");

        assertThat(event.getAction()).isEqualTo("edit");
        assertThat(event.getMsgType()).isEqualTo("hologram");
        assertThat(event.getText()).isEqualTo("Hi");
        assertThat(event.getMedia())
                .extracting(MediaRef::getKind, MediaRef::getPath)
                .containsExactly(tuple("hologram", "$.hologram"));
    }

    @Test
    void callsMissingActionAndTypeUnknown() {
        ChatEvent event = parse("{'from':'a'}");

        assertThat(event.getAction()).isEqualTo("unknown");
        assertThat(event.getMsgType()).isEqualTo("unknown");
    }

    @Test
    void letsTheActionDecideBeforeTheType() {
        ChatEvent event = parse("{'action':'switch','msgtype':'text','user':'lisi','time':1735689723456}");

        assertThat(event.getMsgType()).isEqualTo("switch");
        assertThat(event.getSwitchEvent().getUser()).isEqualTo("lisi");
        assertThat(event.getTextMessage()).isNull();
        assertThat(event.getSender()).isEqualTo("lisi");
        assertThat(event.getSentAt()).isEqualTo(Instant.parse("2025-01-01T00:02:03.456Z"));
    }

    @Test
    void doesNotKnowWhenAMessageWithTimeZeroWasSent() {
        assertThat(parse("{'msgtime':0}").getSentAt()).isNull();
    }

    @Test
    void selectsTheShapeOfInfoByTypeAndNotByFields() {
        ChatEvent event = parse("{'msgtype':'voiptext','info':{'callduration':9,'content':'not markdown'}}");

        assertThat(event.getVoiptext().getCallduration()).isEqualTo(9);
        assertThat(event.getMarkdown()).isNull();
        assertThat(event.getText()).isNull();
    }

    @Test
    void acceptsTheOtherPlacesOfAPayload() {
        assertThat(parse("{'msgtype':'voiptext','voiptext':{'invitetype':2}}")
                        .getVoiptext()
                        .getInvitetype())
                .isEqualTo(2);
        assertThat(parse("{'msgtype':'disagree','agree':{'userid':'u','agree_time':1735689905000}}")
                        .getDisagree()
                        .getDisagreeTime())
                .isEqualTo(Instant.parse("2025-01-01T00:05:05Z"));
        assertThat(parse("{'msgtype':'vote','votetitle':'Where?','voteid':'1'}")
                        .getVote()
                        .getVotetitle())
                .isEqualTo("Where?");
        assertThat(parse("{'msgtype':'todo','title':'t','content':'c'}").getText())
                .isEqualTo("t\nc");
        assertThat(parse(
                                "{'msgtype':'meeting_notification','meeting_notification':{'meeting_id':'18446744073709551615'}}")
                        .getMeetingNotification()
                        .getMeetingId())
                .isEqualTo("18446744073709551615");
        assertThat(parse("{'msgtype':'external_redpacket','external_redpacket':{'wish':'w'}}")
                        .getText())
                .isEqualTo("w");
        assertThat(parse("{'msgtype':'card','card':{'Userid':'u'}}").getCard().getUserid())
                .isEqualTo("u");
    }

    @Test
    void readsTheOldFlatFormOfNews() {
        ChatEvent event = parse("{'msgtype':'news','info':{'title':'t','description':'d','url':'http://u'}}");

        assertThat(event.getNews().getItem()).isNull();
        assertThat(event.getText()).isEqualTo("t\nd\nhttp://u");
    }

    @Test
    void hasNoRecordWithoutAPayloadButStillItsText() {
        ChatEvent event = parse("{'msgtype':'text','text':'plain'}");

        assertThat(event.getTextMessage()).isNull();
        assertThat(event.getText()).isEqualTo("plain");
    }

    @Test
    void knowsTheRecalledMessageByActionOrType() {
        assertThat(parse("{'action':'recall','revoke':{'pre_msgid':'1'}}").getRecalledMsgid())
                .isEqualTo("1");
        assertThat(parse("{'msgtype':'revoke','revoke':{'pre_msgid':'1'}}").getRecalledMsgid())
                .isEqualTo("1");
        assertThat(parse("{'action':'send','msgtype':'text','revoke':{'pre_msgid':'1'}}")
                        .getRecalledMsgid())
                .isNull();
    }

    @Test
    void readsALargePayload() {
        String content = "会".repeat(10_000_000);

        ChatEvent event = Messages.parse("{\"msgtype\":\"text\",\"text\":{\"content\":\"" + content + "\"}}");

        assertThat(event.getText()).isEqualTo(content);
    }

    private static ChatEvent parse(String json) {
        return Messages.parse(json.replace('\'', '"'));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
