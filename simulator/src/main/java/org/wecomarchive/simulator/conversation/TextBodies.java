package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.wecomarchive.simulator.dice.Dice;

/** Bodies that are text, references to people and places, and small change. */
final class TextBodies {

    private static final List<String> PLACES = List.of("示例大厦", "人民广场", "Terminal 2", "西湖文化广场");

    private TextBodies() {}

    static void text(Scene scene, ObjectNode message) {
        message.putObject("text").put("content", words(scene));
    }

    /** What somebody writes; one in two carries the marker. */
    static String words(Scene scene) {
        Dice dice = scene.dice();
        String words =
                switch (dice.below(10)) {
                    case 0, 1, 2 -> Phrases.sentence(dice);
                    case 3 -> Phrases.quotedReply(scene.receiver().name(), dice);
                    case 4 -> "@" + scene.receiver().name() + " " + Phrases.sentence(dice);
                    default -> Phrases.passage(dice);
                };
        return dice.oneIn(2) ? words + " " + Script.MARKER : words;
    }

    static void revoke(Scene scene, ObjectNode message) {
        message.putObject("revoke").put("pre_msgid", scene.recalled());
    }

    static void agree(Scene scene, ObjectNode message) {
        message.putObject("agree")
                .put("userid", scene.sender().id())
                .put("agree_time", scene.sentAt().toEpochMilli());
    }

    /** Some clients are said to use the key of the opposite. */
    static void disagree(Scene scene, ObjectNode message) {
        boolean otherKey = scene.dice().oneIn(4);
        message.putObject(otherKey ? "agree" : "disagree")
                .put("userid", scene.sender().id())
                .put(otherKey ? "agree_time" : "disagree_time", scene.sentAt().toEpochMilli());
    }

    static void card(Scene scene, ObjectNode message) {
        boolean outside = scene.dice().oneIn(2);
        Party owner =
                outside ? scene.cast().external(scene.dice()) : scene.cast().member(scene.dice());
        message.putObject("card")
                .put("corpname", outside ? "微信联系人" : "示例科技有限公司")
                .put("userid", owner.id());
    }

    static void location(Scene scene, ObjectNode message) {
        Dice dice = scene.dice();
        message.putObject("location")
                .put("longitude", 116 + dice.below(1_000_000) / 1_000_000.0)
                .put("latitude", 39 + dice.below(1_000_000) / 1_000_000.0)
                .put("address", "北京市东城区示例路" + dice.between(1, 300) + "号")
                .put("title", dice.pick(PLACES))
                .put("zoom", dice.between(10, 18));
    }

    static void link(Scene scene, ObjectNode message) {
        ObjectNode link = message.putObject("link");
        link.setAll(linkFields(scene.dice()));
    }

    static ObjectNode linkFields(Dice dice) {
        ObjectNode link = Json.object();
        link.put("title", "邀请你加入群聊 #" + dice.below(1000))
                .put("description", Phrases.sentence(dice))
                .put("link_url", "https://example.com/join?vcode=" + dice.below(100_000) + "&from=\"wx\"");
        if (!dice.oneIn(3)) {
            link.put("image_url", dice.oneIn(3) ? "" : "https://example.com/pic/" + dice.below(100) + ".png");
        }
        return link;
    }

    static void weapp(Scene scene, ObjectNode message) {
        message.putObject("weapp")
                .put("title", "开始聊天前请阅读服务须知")
                .put("description", Phrases.sentence(scene.dice()))
                .put("username", "gh_demo" + scene.dice().text("0123456789", 8) + "@app")
                .put("displayname", "服务须知");
    }

    static void redpacket(Scene scene, ObjectNode message) {
        Dice dice = scene.dice();
        int packets = dice.between(1, 20);
        message.putObject("redpacket")
                .put("type", dice.between(1, 2))
                .put("wish", "恭喜发财，大吉大利🧧")
                .put("totalcnt", packets)
                .put("totalamount", packets * dice.between(1, 20_000));
    }

    static void sphfeed(Scene scene, ObjectNode message) {
        message.putObject("sphfeed")
                .put("feed_type", scene.dice().pick(List.of(2, 4, 9)))
                .put("sph_name", "示例旅行家")
                .put("feed_desc", "山间缆车\n\n#旅行#风景 " + Phrases.sentence(scene.dice()));
    }

    static void voiptext(Scene scene, ObjectNode message) {
        boolean group = !scene.conversation().roomId().isEmpty();
        message.putObject("info")
                .put("callduration", scene.dice().below(7200))
                .put("invitetype", (group ? 3 : 1) + scene.dice().below(2));
    }

    static void switchLog(Scene scene, ObjectNode message) {
        message.put("time", scene.sentAt().toEpochMilli())
                .put("user", scene.sender().id());
    }
}
