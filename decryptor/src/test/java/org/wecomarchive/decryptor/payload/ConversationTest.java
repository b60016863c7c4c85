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
    void isWithTheFirstReceiverWhoIsSomebodyElse() {
        assertThat(conversation("{'from':'b','tolist':['b','c','a']}")).isEqualTo("direct:b|c");
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
    @CsvSource({"lisi,member", "wm1,external", "wo1,external", "wb1,robot", "'',unknown"})
    void theSenderIsKnownByItsPrefix(String sender, String kind) {
        ChatEvent event = Messages.parse("{\"from\":\"" + sender + "\"}");

        assertThat(event.getSenderKind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"1_1_external,a,b,true", "1_1,wm1,b,true", "1_1,a,wb1,true", "1_1,a,b,false", "1_external_1,a,b,false"})
    void isExternalByMessageIdOrAnyParty(String msgid, String sender, String recipient, boolean external) {
        String json = "{\"from\":\"" + sender + "\",\"tolist\":[\"x\",\"" + recipient + "\"]}";

        assertThat(Messages.parse(Messages.raw(msgid), json).getIsExternal()).isEqualTo(external);
    }

    private static String conversation(String json) {
        return Messages.parse(json.replace('\'', '"')).getConversationId();
    }
}
