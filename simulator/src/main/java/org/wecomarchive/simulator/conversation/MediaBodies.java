package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.wecomarchive.simulator.conversation.MediaLibrary.Shelf;
import org.wecomarchive.simulator.random.SeededRandom;

/** Bodies that refer to a file. */
final class MediaBodies {

    private static final List<String> NAMES =
            List.of("产品报价单（2025年1月）", "合同 \"草案\" v2", "minutes of meeting", "项目周报", "季度分析📊", "a/b\\c");
    private static final List<String> EXTENSIONS = List.of("xlsx", "docx", "pdf", "zip", "");

    private MediaBodies() {}

    static ObjectNode imageFields(Scene scene) {
        return fields(scene, Shelf.IMAGE, "filesize");
    }

    static ObjectNode voiceFields(Scene scene) {
        return fields(scene, Shelf.VOICE, "voice_size")
                .put("play_length", scene.random().between(1, 60));
    }

    static ObjectNode videoFields(Scene scene) {
        return fields(scene, Shelf.VIDEO, "filesize")
                .put("play_length", scene.random().between(3, 300));
    }

    static ObjectNode emotionFields(Scene scene) {
        int edge = scene.random().between(120, 480);
        return fields(scene, Shelf.EMOTION, "imagesize")
                .put("type", scene.random().between(1, 2))
                .put("width", edge)
                .put("height", edge);
    }

    static ObjectNode fileFields(Scene scene) {
        String extension = scene.random().pick(EXTENSIONS);
        String name = fileName(scene.random());
        return fields(scene, Shelf.DOCUMENT, "filesize")
                .put("filename", extension.isEmpty() ? name : name + "." + extension)
                .put("fileext", extension);
    }

    static String fileName(SeededRandom random) {
        String name = random.pick(NAMES);
        return random.oneIn(4) ? name + " " + Script.MARKER : name;
    }

    static void meetingVoiceCall(Scene scene, ObjectNode message) {
        SeededRandom random = scene.random();
        MediaFile recording = scene.media().pick(Shelf.CALL, random);
        long start = scene.sentAtSeconds();
        message.put("voiceid", "gr" + random.text("0123456789abcdef", 32));
        ObjectNode call = message.putObject("meeting_voice_call");
        call.put("endtime", start + 60)
                .put("sdkfileid", scene.media().reference(scene.head().index(), recording, random));
        if (random.oneIn(2)) {
            call.putArray("demofiledata")
                    .addObject()
                    .put("filename", fileName(random) + ".docx")
                    .put("demooperator", scene.sender().id())
                    .put("starttime", start + 10)
                    .put("endtime", start + 20);
        }
        if (random.oneIn(2)) {
            call.putArray("sharescreendata")
                    .addObject()
                    .put("share", scene.receiver().id())
                    .put("starttime", start + 20)
                    .put("endtime", start + 50);
        }
    }

    static void voipDocShare(Scene scene, ObjectNode message) {
        message.put("voipid", "gr" + scene.random().text("0123456789abcdef", 32));
        message.putObject("voip_doc_share")
                .put("filename", fileName(scene.random()) + ".pdf")
                .setAll(fields(scene, Shelf.DOCUMENT, "filesize"));
    }

    /** The fields that all kinds of media share; the checksum is missing now and then, as with WeCom. */
    private static ObjectNode fields(Scene scene, Shelf shelf, String sizeName) {
        MediaFile file = scene.media().pick(shelf, scene.random());
        String md5 = scene.random().oneIn(50) ? "" : file.md5();
        return JsonText.object()
                .put("md5sum", md5)
                .put(sizeName, file.size())
                .put("sdkfileid", scene.media().reference(scene.head().index(), file, scene.random()));
    }
}
