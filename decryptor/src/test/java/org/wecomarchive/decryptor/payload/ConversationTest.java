package org.wecomarchive.decryptor.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wecomarchive.schemas.ChatEvent;

class ConversationTest {

    @Test
    void isTheRoomOfAGroupEvenOfOne() {
        assertThat(conversation("{'from':'lisi','tolist':[],'roomid':'wr1'}")).isEqualTo("room:wr1");
    }

    @Test
    void isTheSameInBothDirections() {
        assertThat(conversation("{'from':'lisi','tolist':['zhangsan'],'roomid':''}"))
                .isEqualTo("direct:lisi|zhangsan");
        assertThat(conversation("{'from':'zhangsan','tolist':['lisi']}")).isEqualTo("direct:lisi|zhangsan");
    }

    @Test
    void isWithTheOnlyReceiverWhoIsSomebodyElse() {
        assertThat(conversation("{'from':'b','tolist':['B','c','C']}")).isEqualTo("direct:b|c");
    }

    @Test
    void ofManyWithoutARoomIsNotTwoPeoples() {
        assertThat(conversation("{'from':'b','tolist':['b','c','a']}")).isEqualTo("user:b");
        assertThat(conversation("{'from':'wmDEMOcAAAq1Zx8sLk3vTn0bYp5Rw7Qg','tolist':['c','a']}"))
                .isEqualTo("user:wmDEMOcAAAq1Zx8sLk3vTn0bYp5Rw7Qg");
    }

    @Test
    void isTheSameHoweverMembersAreSpelled() {
        ChatEvent event = Messages.parse("{\"from\":\"ZhangSan\",\"tolist\":[\"LISI\"]}");

        assertThat(event.getConversationId()).isEqualTo("direct:lisi|zhangsan");
        assertThat(event.getSender()).isEqualTo("ZhangSan");
        assertThat(event.getRecipients()).containsExactly("LISI");
    }

    @Test
    void keepsTheCaseOfIdsThatWeComMakes() {
        assertThat(conversation("{'from':'ZhangSan','tolist':['wmDEMOcAAAq1Zx8sLk3vTn0bYp5Rw7Qg']}"))
                .isEqualTo("direct:wmDEMOcAAAq1Zx8sLk3vTn0bYp5Rw7Qg|zhangsan");
    }

    @Test
    void isTheUserWhoIsTheirOwnOnlyReceiver() {
        assertThat(conversation("{'from':'lisi','tolist':['lisi']}")).isEqualTo("user:lisi");
    }

    @Test
    void isTheUserWithoutReceivers() {
        assertThat(conversation("{'from':'lisi','tolist':[]}")).isEqualTo("user:lisi");
        assertThat(conversation("{'action':'switch','user':'lisi'}")).isEqualTo("user:lisi");
    }

    @Test
    void isTheReceiverWithoutSender() {
        assertThat(conversation("{'tolist':['zhangsan','lisi']}")).isEqualTo("user:zhangsan");
    }

    @Test
    void isNobodysWhenTheMessageNamesNobody() {
        assertThat(conversation("{}")).isEqualTo("user:");
    }

    @ParameterizedTest
    @CsvSource({
        "lisi,member",
        "wong.kw,member",
        "wolf,member",
        "WongKW,member",
        "wmzhang,member",
        "wm,member",
        "wo,member",
        "wbai,member",
        "wm1,member",
        "wmAbCdEgAB1,member",
        "wmAbCdEBAA1,member",
        "wmErxtDgAA9AW32YyyuYRimKr7D1KWlw,external",
        "wm1cKySwAAg9qJcBjjyWF8FArK4k5wHw,external",
        "woZyXwVwAAs9rQpOnMlKjIhGfEdCbA10,external",
        "woAJ2GCAAAXtWyujaWJHDDGi0mACH71w,external",
        "wmAbCdEQAAshort,external",
        "wbAbCdEwAAh1iJkLmNoPqRsTuVwXyZ01,robot",
        "'',unknown"
    })
    void theSenderIsKnownByTheFullShapeOfItsId(String sender, String kind) {
        ChatEvent event = Messages.parse("{\"from\":\"" + sender + "\"}");

        assertThat(event.getSenderKind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "1_1_external,a,b,true",
        "1_1_updown_stream,a,b,true",
        "1_1,wmDEMOcAAAq1Zx8sLk3vTn0bYp5Rw7Qg,b,true",
        "1_1,a,wbDEMOcAAAe4Jk7uPd2gWx9sMb5Ri3Tc,true",
        "1_1,wolf,wbai,false",
        "1_1,a,b,false",
        "1_external_1,a,b,false"
    })
    void isExternalByMessageIdOrAnyParty(String msgid, String sender, String recipient, boolean external) {
        String json = "{\"from\":\"" + sender + "\",\"tolist\":[\"x\",\"" + recipient + "\"]}";

        assertThat(Messages.parse(Messages.raw(msgid), json).getIsExternal()).isEqualTo(external);
    }

    @Test
    void theMessageIdNeverChangesWhoTheSenderIs() {
        ChatEvent event = Messages.parse(Messages.raw("1_1_updown_stream"), "{\"from\":\"a\",\"tolist\":[\"b\"]}");

        assertThat(event.getSenderKind()).isEqualTo("member");
        assertThat(event.getIsUpdownStream()).isTrue();
        assertThat(Messages.parse(Messages.raw("1_1_external"), "{}").getIsUpdownStream())
                .isFalse();
    }

    private static String conversation(String json) {
        return Messages.parse(json.replace('\'', '"')).getConversationId();
    }
}
