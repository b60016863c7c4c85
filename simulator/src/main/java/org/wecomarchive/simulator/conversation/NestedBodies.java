package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.wecomarchive.simulator.random.SeededRandom;

/** Bodies with messages inside; the content of an item is JSON inside a string. */
final class NestedBodies {

    private static final int DEEPEST = 3;
    private static final int WORDS_PER_LARGE_ITEM = 40;

    private NestedBodies() {}

    static ObjectNode mixedFields(Scene scene) {
        SeededRandom random = scene.random();
        ObjectNode mixed = JsonText.object();
        ArrayNode items = mixed.putArray("item");
        addPart(items, "text", JsonText.object().put("content", TextBodies.words(scene)));
        int more = random.between(1, 3);
        for (int i = 0; i < more; i++) {
            switch (random.below(4)) {
                case 0 -> addPart(items, "image", MediaBodies.imageFields(scene));
                case 1 -> addPart(items, "emotion", MediaBodies.emotionFields(scene));
                case 2 -> addPart(items, "link", TextBodies.linkFields(scene));
                default -> addPart(items, "file", MediaBodies.fileFields(scene));
            }
        }
        return mixed;
    }

    private static void addPart(ArrayNode items, String type, ObjectNode content) {
        items.addObject().put("type", type).put("content", JsonText.text(content));
    }

    static ObjectNode chatrecordFields(Scene scene) {
        SeededRandom random = scene.random();
        int items = random.oneIn(20) ? random.between(40, 90) : random.between(2, 8);
        return forwarded(scene, items, 0);
    }

    /** A merged forward of at least so many bytes. */
    static void chatrecordOf(int bytes, Scene scene, ObjectNode message) {
        ObjectNode record = message.putObject("chatrecord").put("title", "群聊的聊天记录");
        ArrayNode items = record.putArray("item");
        int written = 0;
        while (written < bytes) {
            String words = (TextBodies.words(scene) + "\u3000").repeat(WORDS_PER_LARGE_ITEM);
            addForwarded(items, scene, "ChatRecordText", JsonText.object().put("content", words));
            written += words.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private static ObjectNode forwarded(Scene scene, int count, int depth) {
        SeededRandom random = scene.random();
        ObjectNode record = JsonText.object();
        record.put("title", random.oneIn(2) ? "群聊的聊天记录" : scene.sender().name() + "和客户的聊天记录");
        ArrayNode items = record.putArray("item");
        for (int i = 0; i < count; i++) {
            addForwarded(items, scene, depth);
        }
        return record;
    }

    private static void addForwarded(ArrayNode items, Scene scene, int depth) {
        SeededRandom random = scene.random();
        switch (random.below(10)) {
            case 0 -> addForwarded(items, scene, "ChatRecordImage", MediaBodies.imageFields(scene));
            case 1 -> addForwarded(items, scene, "ChatRecordFile", MediaBodies.fileFields(scene));
            case 2 -> addForwarded(items, scene, "ChatRecordVideo", MediaBodies.videoFields(scene));
            case 3 -> addForwarded(items, scene, "ChatRecordLink", TextBodies.linkFields(scene));
            case 4 -> addForwarded(items, scene, "ChatRecordMixed", mixedFields(scene));
            case 5 -> addForwarded(items, scene, "ChatRecordVoice", MediaBodies.voiceFields(scene));
            case 6 -> {
                if (depth < DEEPEST) {
                    addForwarded(items, scene, "chatrecord", forwarded(scene, 2, depth + 1));
                }
            }
            default ->
                addForwarded(items, scene, "ChatRecordText", JsonText.object().put("content", TextBodies.words(scene)));
        }
    }

    /** The time is in seconds, but some clients send milliseconds. */
    private static void addForwarded(ArrayNode items, Scene scene, String type, ObjectNode content) {
        long seconds = scene.sentAtSeconds() - scene.random().between(60, 86_400);
        items.addObject()
                .put("type", type)
                .put("msgtime", scene.random().oneIn(20) ? seconds * 1000 : seconds)
                .put("content", JsonText.text(content))
                .put("from_chatroom", scene.random().oneIn(2));
    }

    static void note(Scene scene, ObjectNode message) {
        ArrayNode items = message.putObject("info").putArray("items");
        addPart(items, "text", JsonText.object().put("content", "访谈笔记：" + TextBodies.words(scene)));
        if (scene.random().oneIn(2)) {
            addPart(items, "image", MediaBodies.imageFields(scene));
        }
    }

    static void unheardOf(Scene scene, ObjectNode message) {
        ObjectNode hologram = message.putObject("hologram_2031");
        hologram.put("caption", TextBodies.words(scene)).put("depth_mm", 1.5);
        hologram.putArray("layers").addObject().put("z", 1).putNull("mask");
    }
}
