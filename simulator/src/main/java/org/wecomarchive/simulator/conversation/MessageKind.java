package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.wecomarchive.simulator.random.SeededRandom;

/** The kinds of messages there are, how common they are, and what each looks like. */
enum MessageKind {
    TEXT("text", 500, Place.ANY, TextBodies::text),
    IMAGE("image", 90, Place.ANY, MediaBodies::imageFields),
    REVOKE("revoke", 20, Place.NONE, TextBodies::revoke),
    AGREE("agree", 6, Place.EXTERNAL, TextBodies::agree),
    DISAGREE("disagree", 4, Place.EXTERNAL, TextBodies::disagree),
    VOICE("voice", 35, Place.ANY, MediaBodies::voiceFields),
    VIDEO("video", 20, Place.ANY, MediaBodies::videoFields),
    CARD("card", 10, Place.ANY, TextBodies::card),
    LOCATION("location", 10, Place.ANY, TextBodies::location),
    EMOTION("emotion", 30, Place.ANY, MediaBodies::emotionFields),
    FILE("file", 40, Place.ANY, MediaBodies::fileFields),
    LINK("link", 30, Place.ANY, TextBodies::linkFields),
    WEAPP("weapp", 15, Place.ANY, TextBodies::weapp),
    CHATRECORD("chatrecord", 25, Place.ANY, NestedBodies::chatrecordFields),
    TODO("todo", 8, Place.ANY, OfficeBodies::todo),
    VOTE("vote", 8, Place.ROOM, OfficeBodies::vote),
    COLLECT("collect", 6, Place.ROOM, OfficeBodies::collect),
    REDPACKET("redpacket", 8, Place.ROOM, TextBodies::redpacket),
    MEETING("meeting", 10, Place.ROOM, OfficeBodies::meeting),
    MEETING_NOTIFICATION("meeting_notification", 6, Place.ROOM, OfficeBodies::meetingNotification),
    SWITCH("", 6, Place.NONE, TextBodies::switchLog),
    DOCMSG("docmsg", 10, Place.ANY, OfficeBodies::docmsg),
    MARKDOWN("markdown", 20, Place.ROBOT, RobotBodies::markdown),
    NEWS("news", 8, Place.ROBOT, RobotBodies::news),
    CALENDAR("calendar", 8, Place.ROOM, OfficeBodies::calendar),
    MIXED("mixed", 30, Place.ANY, NestedBodies::mixedFields),
    MEETING_VOICE_CALL("meeting_voice_call", 6, Place.EXTERNAL, MediaBodies::meetingVoiceCall),
    VOIP_DOC_SHARE("voip_doc_share", 5, Place.EXTERNAL, MediaBodies::voipDocShare),
    EXTERNAL_REDPACKET("external_redpacket", 5, Place.EXTERNAL, TextBodies::redpacket),
    SPHFEED("sphfeed", 6, Place.ANY, TextBodies::sphfeed),
    VOIPTEXT("voiptext", 10, Place.ANY, TextBodies::voiptext),
    QYDISKFILE("qydiskfile", 8, Place.ANY, OfficeBodies::qydiskfile),
    SOLITAIRE("solitaire", 5, Place.ROOM, OfficeBodies::solitaire),
    NOTE("note", 5, Place.ANY, NestedBodies::note),
    /** A type that nobody has heard of yet. */
    UNHEARD_OF("hologram_2031", 5, Place.ANY, NestedBodies::unheardOf);

    private static final List<MessageKind> ALL = List.of(values());
    private static final int TOTAL_WEIGHT =
            Arrays.stream(values()).mapToInt(kind -> kind.weight).sum();
    /** Every so many records the kinds take turns, so that no seed can be without the rare ones. */
    private static final int TURN_EVERY = 61;

    private final String msgtype;
    private final int weight;
    private final Place place;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods, which have no state
    private final BiConsumer<Scene, ObjectNode> body;

    /** @param fields makes what stands under the msgtype */
    MessageKind(String msgtype, int weight, Place place, Function<Scene, ObjectNode> fields) {
        this(msgtype, weight, place, (scene, message) -> message.set(msgtype, fields.apply(scene)));
    }

    /** @param body adds to the empty message the payload, under the key that WeCom uses, and what stands beside it */
    MessageKind(String msgtype, int weight, Place place, BiConsumer<Scene, ObjectNode> body) {
        this.msgtype = msgtype;
        this.weight = weight;
        this.place = place;
        this.body = body;
    }

    /** The kind of the record at {@code index}. */
    static MessageKind of(long seed, long index) {
        if (index % TURN_EVERY == TURN_EVERY - 1) {
            return ALL.get((int) (index / TURN_EVERY % ALL.size()));
        }
        int ticket = SeededRandom.of(seed, "kind", index).below(TOTAL_WEIGHT);
        for (MessageKind kind : ALL) {
            ticket -= kind.weight;
            if (ticket < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    /** The discriminator; empty for switching the corp, which has none. */
    String msgtype() {
        return msgtype;
    }

    Place place() {
        return place;
    }

    BiConsumer<Scene, ObjectNode> body() {
        return body;
    }

    /** Whether people can take such a message back. */
    boolean recallable() {
        return this != REVOKE && this != SWITCH && this != AGREE && this != DISAGREE;
    }
}
