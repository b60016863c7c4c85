package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.wecomarchive.simulator.random.SeededRandom;

/** Bodies about work: tasks, votes, forms, meetings, documents. */
final class OfficeBodies {

    /** {@code create_time} of a form names no zone; it is China time. */
    private static final DateTimeFormatter CHINA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.ofHours(8));

    private static final List<String> QUESTION_TYPES = List.of("Text", "Number", "Date", "Time");
    private static final int HOUR = 3600;

    private OfficeBodies() {}

    /** Some clients are said to put the fields beside the msgtype. */
    static void todo(Scene scene, ObjectNode message) {
        ObjectNode todo = scene.random().oneIn(4) ? message : message.putObject("todo");
        todo.put("title", scene.sender().name() + "的聊天消息").put("content", TextBodies.words(scene));
    }

    static void vote(Scene scene, ObjectNode message) {
        boolean created = scene.random().oneIn(2);
        ObjectNode vote = scene.random().oneIn(4) ? message : message.putObject("vote");
        vote.put("votetitle", "团建地点");
        ArrayNode items = vote.putArray("voteitem").add("西湖");
        if (created) {
            items.add("黄山").add("莫干山 \"民宿\"");
        }
        vote.put("votetype", created ? 101 : 102)
                .put("voteid", "VOTE" + scene.random().text("0123456789", 8));
    }

    static void collect(Scene scene, ObjectNode message) {
        ObjectNode collect = message.putObject("collect");
        collect.put("room_name", scene.head().conversation().roomName())
                .put("creator", scene.sender().name())
                .put("create_time", CHINA_TIME.format(scene.head().sentAt()))
                .put("title", "出差信息登记");
        ArrayNode details = collect.putArray("details");
        for (String type : QUESTION_TYPES) {
            details.addObject()
                    .put("id", scene.random().oneIn(2) ? BigInteger.valueOf(details.size()) : id(scene.random()))
                    .put("ques", "问题" + details.size())
                    .put("type", type);
        }
    }

    static void meeting(Scene scene, ObjectNode message) {
        SeededRandom random = scene.random();
        boolean response = random.oneIn(2);
        ObjectNode meeting = message.putObject("meeting");
        meeting.put("topic", "晨会 " + Script.MARKER)
                .put("starttime", scene.sentAtSeconds() + HOUR)
                .put("endtime", scene.sentAtSeconds() + 2 * HOUR)
                .put("address", random.oneIn(2) ? "" : "3号会议室")
                .put("remarks", random.oneIn(2) ? "" : Phrases.sentence(random))
                .put("meetingtype", response ? 102 : 101)
                .put("meetingid", id(random));
        if (response) {
            meeting.put("status", random.between(1, 7));
        }
    }

    static void meetingNotification(Scene scene, ObjectNode message) {
        String key = scene.random().oneIn(4) ? "meeting_notification" : "info";
        message.putObject(key)
                .put("meeting_id", id(scene.random()))
                .put("notification_type", scene.random().between(1, 5))
                .put("content", "会议已开始");
    }

    static void docmsg(Scene scene, ObjectNode message) {
        message.putObject("doc")
                .put("title", "测试&演示客户清单")
                .put("doc_creator", scene.sender().id())
                .put(
                        "link_url",
                        "https://example.com/txdoc/excel?docid=demo"
                                + scene.random().below(1000));
    }

    static void calendar(Scene scene, ObjectNode message) {
        ObjectNode calendar = message.putObject("calendar");
        calendar.put("title", "业绩复盘会").put("creatorname", scene.sender().name());
        ArrayNode attendees = calendar.putArray("attendeename");
        scene.head().receivers().stream().limit(5).forEach(party -> attendees.add(party.name()));
        calendar.put("starttime", scene.sentAtSeconds() + 24 * HOUR)
                .put("endtime", scene.sentAtSeconds() + 25 * HOUR)
                .put("place", "3号会议室")
                .put("remarks", scene.random().oneIn(2) ? "" : Phrases.sentence(scene.random()));
    }

    static void qydiskfile(Scene scene, ObjectNode message) {
        message.putObject("info").put("filename", MediaBodies.fileName(scene.random()) + ".pdf");
    }

    static void solitaire(Scene scene, ObjectNode message) {
        message.putObject("solitaire")
                .put("title", "午餐接龙")
                .put(
                        "content",
                        "1. " + scene.sender().name() + "\n2. "
                                + scene.receiver().name());
    }

    /** An unsigned 64-bit id; half of them do not fit into a signed one. */
    private static BigInteger id(SeededRandom random) {
        return new BigInteger(Long.toUnsignedString(random.next()));
    }
}
