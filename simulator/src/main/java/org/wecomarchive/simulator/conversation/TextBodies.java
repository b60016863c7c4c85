package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.wecomarchive.simulator.random.SeededRandom;

/** Bodies that are text, references to people and places, and small change. */
final class TextBodies {

    private static final List<String> PLACES = List.of("示例大厦", "人民广场", "Terminal 2", "西湖文化广场");

    private TextBodies() {}

    static void text(Scene scene, ObjectNode message) {
        message.putObject("text").put("content", words(scene));
    }

    /** What somebody writes; one in two carries the marker. */
    static String words(Scene scene) {
        SeededRandom random = scene.random();
        String words =
                switch (random.below(10)) {
                    case 0, 1, 2 -> Phrases.sentence(random);
                    case 3 -> Phrases.quotedReply(scene.receiver().name(), random);
                    case 4 -> "@" + scene.receiver().name() + " " + Phrases.sentence(random);
                    default -> Phrases.passage(random);
                };
        return random.oneIn(2) ? words + " " + Script.MARKER : words;
    }

    static void revoke(Scene scene, ObjectNode message) {
        message.putObject("revoke").put("pre_msgid", scene.head().recalled());
    }

    static void agree(Scene scene, ObjectNode message) {
        message.putObject("agree")
                .put("userid", scene.sender().id())
                .put("agree_time", scene.head().sentAt().toEpochMilli());
    }

    /** Some clients are said to use the key of the opposite. */
    static void disagree(Scene scene, ObjectNode message) {
        boolean otherKey = scene.random().oneIn(4);
        message.putObject(otherKey ? "agree" : "disagree")
                .put("userid", scene.sender().id())
                .put(
                        otherKey ? "agree_time" : "disagree_time",
                        scene.head().sentAt().toEpochMilli());
    }

    static void card(Scene scene, ObjectNode message) {
        boolean outside = scene.random().oneIn(2);
        Party owner =
                outside ? scene.cast().external(scene.random()) : scene.cast().member(scene.random());
        message.putObject("card")
                .put("corpname", outside ? "微信联系人" : "示例科技有限公司")
                .put("userid", owner.id());
    }

    static void location(Scene scene, ObjectNode message) {
        SeededRandom random = scene.random();
        message.putObject("location")
                .put("longitude", 116 + random.below(1_000_000) / 1_000_000.0)
                .put("latitude", 39 + random.below(1_000_000) / 1_000_000.0)
                .put("address", "北京市东城区示例路" + random.between(1, 300) + "号")
                .put("title", random.pick(PLACES))
                .put("zoom", random.between(10, 18));
    }

    static ObjectNode linkFields(Scene scene) {
        SeededRandom random = scene.random();
        ObjectNode link = JsonText.object();
        link.put("title", "邀请你加入群聊 #" + random.below(1000))
                .put("description", Phrases.sentence(random))
                .put("link_url", "https://example.com/join?vcode=" + random.below(100_000) + "&from=\"wx\"");
        if (!random.oneIn(3)) {
            link.put("image_url", random.oneIn(3) ? "" : "https://example.com/pic/" + random.below(100) + ".png");
        }
        return link;
    }

    static void weapp(Scene scene, ObjectNode message) {
        message.putObject("weapp")
                .put("title", "开始聊天前请阅读服务须知")
                .put("description", Phrases.sentence(scene.random()))
                .put("username", "gh_demo" + scene.random().text("0123456789", 8) + "@app")
                .put("displayname", "服务须知");
    }

    static void redpacket(Scene scene, ObjectNode message) {
        SeededRandom random = scene.random();
        int packets = random.between(1, 20);
        message.putObject("redpacket")
                .put("type", random.between(1, 2))
                .put("wish", "恭喜发财，大吉大利🧧")
                .put("totalcnt", packets)
                .put("totalamount", packets * random.between(1, 20_000));
    }

    static void sphfeed(Scene scene, ObjectNode message) {
        message.putObject("sphfeed")
                .put("feed_type", scene.random().pick(List.of(2, 4, 9)))
                .put("sph_name", "示例旅行家")
                .put("feed_desc", "山间缆车\n\n#旅行#风景 " + Phrases.sentence(scene.random()));
    }

    static void voiptext(Scene scene, ObjectNode message) {
        boolean group = !scene.head().conversation().roomId().isEmpty();
        message.putObject("info")
                .put("callduration", scene.random().below(7200))
                .put("invitetype", (group ? 3 : 1) + scene.random().below(2));
    }

    static void switchLog(Scene scene, ObjectNode message) {
        message.put("time", scene.head().sentAt().toEpochMilli())
                .put("user", scene.sender().id());
    }
}
