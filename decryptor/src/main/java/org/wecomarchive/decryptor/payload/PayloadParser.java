package org.wecomarchive.decryptor.payload;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MessageItem;
import org.wecomarchive.schemas.RawRecord;

/**
 * Turns a decrypted message into a {@link ChatEvent}.
 *
 * <p><b>Shape:</b> the plaintext is one JSON object in UTF-8 as the vendor's library returns it; the event's payload is
 * the same text, byte for byte. Up to 1 % of malformed bytes and broken escapes, or one character, is damage: the event
 * says so, keeps the bytes, and has U+FFFD in the fields. Where each field of the event stands in the JSON is described
 * by the properties of the event's schema; docs/chat-event.md shows it as a table.
 *
 * <p><b>Tolerance:</b> every field is optional, unknown types and fields are kept in the payload, numbers may be
 * strings and strings numbers, an unusable value is null. Deep nesting is not followed, see {@link JsonReader} and
 * {@link ItemFlattener}.
 *
 * <p><b>Errors:</b> {@link PayloadException} when the plaintext is not one JSON object, or too much of it is not UTF-8;
 * nothing else.
 *
 * <p><b>Threads:</b> safe for any number.
 */
public final class PayloadParser {

    private static final String EXTERNAL_SUFFIX = "_external";
    private static final String UPDOWN_STREAM_SUFFIX = "_updown_stream";

    /** Of malformed bytes and broken escapes: up to 1 % is damage, more is another encoding. */
    private static final int DAMAGE_DIVISOR = 100;

    /** One character of UTF-8, which may be damaged in a message of any length. */
    private static final int LONGEST_CHARACTER = 4;

    private PayloadParser() {}

    /**
     * The event of one record.
     *
     * @param raw the record the plaintext was encrypted in; gives the event its identity
     * @param plaintext the decrypted message; not changed afterwards, the event may hold it
     * @param decryptedAt when it was decrypted; kept to the millisecond
     */
    public static ChatEvent parse(RawRecord raw, byte[] plaintext, Instant decryptedAt) throws PayloadException {
        DecodedText decoded = DecodedText.of(plaintext);
        MendedText mended = MendedText.of(decoded.text());
        if (decoded.malformed() + mended.broken() > Math.max(LONGEST_CHARACTER, plaintext.length / DAMAGE_DIVISOR)) {
            throw new PayloadException("not UTF-8");
        }
        JsonReader reader = new JsonReader();
        JsonValue json = reader.read(mended)
                .filter(JsonValue::isObject)
                .orElseThrow(() -> new PayloadException("not a JSON object"));
        MessageFields fields = MessageFields.of(json, reader);
        Optional<MessageType.Reading> reading =
                MessageType.find(fields.msgType()).flatMap(type -> type.read(json, reader));
        List<String> texts = new ArrayList<>();
        collectTexts(json, reading, reader, texts);
        ChatEvent event = event(raw, fields)
                .setDecryptedAt(decryptedAt.truncatedTo(ChronoUnit.MILLIS))
                .setText(texts.isEmpty() ? null : String.join("\n", texts))
                .setRecalledMsgid(recalled(json, fields, reader).orElse(null))
                .setMedia(new MediaCollector(reader).collect(json, fields.msgType()))
                .setPayload(decoded.text())
                .setPayloadBytes(decoded.malformed() > 0 ? ByteBuffer.wrap(plaintext) : null)
                .setDamaged(decoded.malformed() > 0 || mended.isDamaged() || reader.damaged())
                .build();
        reading.ifPresent(found -> event.put(found.type().position(), found.record()));
        return event;
    }

    /** Collects everything a person would search for, and puts the parts into the record on the way. */
    private static void collectTexts(
            JsonValue message, Optional<MessageType.Reading> reading, JsonReader reader, List<String> texts) {
        boolean loose = reading.filter(found -> found.type().confirmed()).isEmpty();
        if (loose) {
            LooseTexts found = new LooseTexts(reader, texts::add);
            reading.map(MessageType.Reading::payload)
                    .ifPresentOrElse(found::collect, () -> found.collectMessage(message));
        }
        Consumer<String> modelled = loose ? text -> {} : texts::add;
        reading.ifPresent(found -> {
            found.type().plan().collectTexts(found.record(), modelled);
            found.type().items().ifPresent(fields -> putItems(found, fields, reader, modelled));
        });
    }

    private static void putItems(
            MessageType.Reading found, MessageType.ItemFields fields, JsonReader reader, Consumer<String> texts) {
        fields.find(found.payload(), found.place(), reader).ifPresent(parts -> {
            BoundedList<MessageItem> items = new ItemFlattener(reader, texts).flatten(parts);
            found.record().put(fields.listPosition(), items.elements());
            found.record().put(fields.truncatedPosition(), items.isTruncated());
        });
    }

    private static ChatEvent.Builder event(RawRecord raw, MessageFields fields) {
        boolean updownStream = raw.getMsgid().endsWith(UPDOWN_STREAM_SUFFIX);
        return ChatEvent.newBuilder()
                .setCorpId(raw.getCorpId())
                .setSeq(raw.getSeq())
                .setMsgid(raw.getMsgid())
                .setKeyVersion(raw.getKeyVersion())
                .setFetchedAt(raw.getFetchedAt())
                .setAction(fields.action())
                .setMsgType(fields.msgType())
                .setSender(fields.sender().orElse(null))
                .setSenderKind(fields.senderKind().text())
                .setRecipients(fields.recipients())
                .setRoomId(fields.roomId().orElse(null))
                .setConversationId(fields.conversationId())
                .setIsExternal(updownStream || raw.getMsgid().endsWith(EXTERNAL_SUFFIX) || fields.hasOutsiders())
                .setIsUpdownStream(updownStream)
                .setSentAt(fields.sentAt().orElse(null));
    }

    /** The recalled message's id, wherever a recall is recognisable: by its action or by its type. */
    private static Optional<String> recalled(JsonValue json, MessageFields fields, JsonReader reader) {
        boolean recall = fields.action().equals("recall") || fields.msgType().equals("revoke");
        return recall ? Leaf.text(reader.openOrSame(json.field("revoke")).field("pre_msgid")) : Optional.empty();
    }
}
