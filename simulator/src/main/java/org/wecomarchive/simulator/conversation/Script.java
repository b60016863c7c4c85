package org.wecomarchive.simulator.conversation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import org.wecomarchive.simulator.random.SeededRandom;

/**
 * Generates the plaintext of the record at any index, the same every time.
 *
 * <p>Depends on the seed, the index and the time at which the record is archived, on nothing else. Safe for use by any
 * number of threads.
 */
public final class Script {

    /** Number of a work order that many messages contain, so that tests can search for leaked plaintext. */
    public static final String MARKER = "WO-4711-0815";

    private static final int ECHO_ONE_IN = 400;
    private static final int FIRST_ECHO = 100;
    private static final int FIRST_RECALL = 40;
    private static final int LOOK_BACK = 30;

    private final long seed;
    private final LongFunction<Instant> archivedAt;
    private final LongToIntFunction forwardedBytes;
    private final Cast cast;
    private final MediaLibrary media;

    /**
     * The script of a seed.
     *
     * @param archivedAt when the record at an index reached the archive; ascending
     * @param forwardedBytes least size in bytes of the message at an index, which is then a merged forward; 0 for a
     *     message of any kind
     */
    public Script(long seed, LongFunction<Instant> archivedAt, LongToIntFunction forwardedBytes) {
        this.seed = seed;
        this.archivedAt = archivedAt;
        this.forwardedBytes = forwardedBytes;
        this.cast = new Cast(seed);
        this.media = new MediaLibrary(seed);
    }

    public MediaLibrary media() {
        return media;
    }

    /** The message of the record at {@code index}. */
    public Message message(long index) {
        MessageHead head = head(origin(index));
        return new Message(head.msgid(), plaintext(head));
    }

    private byte[] plaintext(MessageHead head) {
        SeededRandom random = SeededRandom.of(seed, "body", head.index());
        ObjectNode body = JsonText.object();
        body(head).accept(new Scene(head, random, cast, media), body);
        ObjectNode message = JsonText.object();
        if (random.oneIn(10)) {
            message.setAll(body);
            writeEnvelope(head, message, random);
        } else {
            writeEnvelope(head, message, random);
            message.setAll(body);
        }
        Quirks.bend(message, random);
        return Quirks.unescape(JsonText.text(message), random).getBytes(StandardCharsets.UTF_8);
    }

    private BiConsumer<Scene, ObjectNode> body(MessageHead head) {
        int bytes = forwardedBytes.applyAsInt(head.index());
        return bytes > 0
                ? (scene, message) -> NestedBodies.chatrecordOf(bytes, scene, message)
                : head.kind().body();
    }

    /**
     * The record whose message this one carries: usually itself, sometimes an earlier one, because a msgid may have two
     * seqs.
     */
    private long origin(long index) {
        if (!isEcho(index)) {
            return index;
        }
        long origin = index - 1 - SeededRandom.of(seed, "echo-of", index).below(LOOK_BACK);
        while (isEcho(origin)) {
            origin--;
        }
        return origin;
    }

    private boolean isEcho(long index) {
        return index >= FIRST_ECHO
                && SeededRandom.of(seed, "echo", index).oneIn(ECHO_ONE_IN)
                && forwardedBytes.applyAsInt(index) == 0;
    }

    private MessageHead head(long index) {
        MessageKind kind = kind(index);
        SeededRandom random = SeededRandom.of(seed, "head", index);
        if (kind == MessageKind.REVOKE) {
            return recall(index, random);
        }
        Conversation conversation = cast.conversation(kind.place(), random);
        Party sender = sender(kind, conversation, random);
        Instant sentAt = sentAt(index, random);
        String msgid = MessageIds.msgid(kind, conversation, sentAt, random);
        return new MessageHead(index, kind, msgid, conversation, sender, sentAt, "");
    }

    private MessageKind kind(long index) {
        if (forwardedBytes.applyAsInt(index) > 0) {
            return MessageKind.CHATRECORD;
        }
        MessageKind kind = MessageKind.of(seed, index);
        return kind == MessageKind.REVOKE && index < FIRST_RECALL ? MessageKind.TEXT : kind;
    }

    /** Somebody recalls a recent message. */
    private MessageHead recall(long index, SeededRandom random) {
        long target = index - 1 - random.below(LOOK_BACK);
        while (target > 0 && (isEcho(target) || !kind(target).recallable())) {
            target--;
        }
        MessageHead recalled = head(target);
        Instant sentAt = sentAt(index, random);
        String msgid = MessageIds.msgid(MessageKind.REVOKE, recalled.conversation(), sentAt, random);
        return new MessageHead(
                index, MessageKind.REVOKE, msgid, recalled.conversation(), recalled.sender(), sentAt, recalled.msgid());
    }

    private static Party sender(MessageKind kind, Conversation conversation, SeededRandom random) {
        List<Party> parties = conversation.parties();
        return switch (kind) {
            case AGREE, DISAGREE ->
                parties.stream().filter(Party::outside).findFirst().orElseThrow();
            case MARKDOWN, NEWS, SWITCH -> parties.get(0);
            default -> random.pick(parties);
        };
    }

    /** Usually shortly before the record is archived; sometimes long before, or unknown. */
    private Instant sentAt(long index, SeededRandom random) {
        Instant archived = archivedAt.apply(index);
        if (random.oneIn(1500)) {
            return Instant.EPOCH;
        }
        int delayMs = random.oneIn(50) ? random.between(60_000, 1_800_000) : random.between(100, 3_000);
        return archived.minusMillis(delayMs);
    }

    private static void writeEnvelope(MessageHead head, ObjectNode message, SeededRandom random) {
        message.put("msgid", head.msgid());
        if (head.kind() == MessageKind.SWITCH) {
            message.put("action", "switch");
            return;
        }
        message.put("action", head.kind() == MessageKind.REVOKE ? "recall" : "send")
                .put("from", head.sender().id());
        ArrayNode receivers = message.putArray("tolist");
        head.receivers().forEach(party -> receivers.add(party.id()));
        if (hasRoomField(head, random)) {
            message.put("roomid", head.conversation().roomId());
        }
        message.put("msgtime", head.sentAt().toEpochMilli())
                .put("msgtype", head.kind().msgtype());
    }

    /** Calls never have the field; other messages sometimes lack it where it would be empty. */
    private static boolean hasRoomField(MessageHead head, SeededRandom random) {
        return switch (head.kind()) {
            case MEETING_VOICE_CALL, VOIP_DOC_SHARE -> false;
            default -> !head.conversation().roomId().isEmpty() || !random.oneIn(40);
        };
    }
}
