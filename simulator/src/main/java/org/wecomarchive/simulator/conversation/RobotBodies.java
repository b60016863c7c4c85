package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What robots send. */
final class RobotBodies {

    private RobotBodies() {}

    static void markdown(Scene scene, ObjectNode message) {
        message.putObject("info")
                .put(
                        "content",
                        "**告警**\n> 服务：支付网关 " + Script.MARKER + "\n> 状态：<font color=\"warning\">异常</font>\n"
                                + Phrases.passage(scene.random()));
    }

    /** Robots of the older kind send one article without a list. */
    static void news(Scene scene, ObjectNode message) {
        ObjectNode news = message.putObject("info");
        if (scene.random().oneIn(5)) {
            article(news, 0);
            return;
        }
        ArrayNode items = news.putArray("item");
        int count = scene.random().between(1, 4);
        for (int i = 0; i < count; i++) {
            ObjectNode item = items.addObject();
            article(item, i);
            item.put("picurl", i % 2 == 0 ? "https://example.com/news/" + i + ".jpg" : "");
        }
    }

    private static void article(ObjectNode article, int number) {
        article.put("title", "一月简报 " + number)
                .put("description", number % 2 == 0 ? "点击查看详情" : "")
                .put("url", "https://example.com/news/" + number);
    }
}
