package org.wecomarchive.sinkelasticsearch.document;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.ChatrecordMessage;
import org.wecomarchive.schemas.DocmsgMessage;
import org.wecomarchive.schemas.ExternalRedpacketMessage;
import org.wecomarchive.schemas.FileMessage;
import org.wecomarchive.schemas.LinkMessage;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.MeetingMessage;
import org.wecomarchive.schemas.MeetingVoiceCallMessage;
import org.wecomarchive.schemas.MessageItem;
import org.wecomarchive.schemas.MixedMessage;
import org.wecomarchive.schemas.NoteMessage;
import org.wecomarchive.schemas.RedpacketMessage;
import org.wecomarchive.schemas.VoteMessage;
import org.wecomarchive.schemas.WeappMessage;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/**
 * The fields of an event, by name. A field that the event does not have is absent.
 *
 * <p>No field depends on the moment of fetching or decrypting: a replay would change it.
 */
final class DocumentFields {

    private final ChatEvent event;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private DocumentFields(ChatEvent event) {
        this.event = event;
    }

    /** The fields that say which event made the document, and the payload: the first event decides. */
    static Map<String, Object> identity(ChatEvent event) {
        DocumentFields identity = new DocumentFields(event);
        identity.put(IndexField.CORP_ID, event.getCorpId());
        identity.put(IndexField.SEQ, event.getSeq());
        identity.put(IndexField.MSGID, event.getMsgid());
        identity.put(IndexField.KEY_VERSION, event.getKeyVersion());
        identity.put(IndexField.PAYLOAD, event.getPayload());
        return identity.fields;
    }

    /** The fields that are derived from the payload: a later decryptor may read more out of it. */
    static Map<String, Object> content(ChatEvent event) {
        DocumentFields content = new DocumentFields(event);
        content.putParties();
        content.putText();
        content.putMedia();
        content.putParts();
        content.putTyped();
        return content.fields;
    }

    private void putParties() {
        List<String> recipients = event.getRecipients();
        put(IndexField.ACTION, event.getAction());
        put(IndexField.MSG_TYPE, event.getMsgType());
        put(IndexField.SENDER, event.getSender());
        put(IndexField.SENDER_KIND, event.getSenderKind());
        put(IndexField.RECIPIENTS, recipients);
        put(IndexField.RECIPIENT_COUNT, recipients.size());
        put(IndexField.PARTIES, distinct(Stream.concat(Stream.ofNullable(event.getSender()), recipients.stream())));
        put(IndexField.ROOM_ID, event.getRoomId());
        put(IndexField.CONVERSATION_ID, event.getConversationId());
        put(IndexField.IS_EXTERNAL, event.getIsExternal());
        put(IndexField.IS_UPDOWN_STREAM, event.getIsUpdownStream());
        put(IndexField.DAMAGED, event.getDamaged());
        put(IndexField.SENT_AT, event.getSentAt());
        put(IndexField.RECALLED_MSGID, event.getRecalledMsgid());
    }

    private void putText() {
        put(IndexField.TEXT, event.getText());
        put(IndexField.TEXT_LENGTH, event.getText(), String::length);
    }

    private void putMedia() {
        List<MediaRef> media = event.getMedia();
        if (media.isEmpty()) {
            return;
        }
        put(IndexField.MEDIA_IDS, distinct(media.stream().map(MediaRef::getMediaId)));
        put(IndexField.MEDIA_KINDS, distinct(media.stream().map(MediaRef::getKind)));
        put(IndexField.MEDIA_MD5S, distinct(media.stream().map(MediaRef::getMd5)));
        put(IndexField.FILE_NAMES, distinct(media.stream().map(MediaRef::getFileName)));
        put(IndexField.MEDIA_COUNT, media.size());
        media.stream()
                .map(MediaRef::getSize)
                .filter(Objects::nonNull)
                .reduce(DocumentFields::sum)
                .ifPresent(bytes -> put(IndexField.MEDIA_BYTES, bytes));
    }

    /** Of two sizes, which a sender may have written: at most the largest that the index can hold. */
    private static Long sum(Long size, Long other) {
        return size > Long.MAX_VALUE - other ? Long.MAX_VALUE : size + other;
    }

    private void putParts() {
        List<MessageItem> items = Stream.of(
                        Optional.ofNullable(event.getMixed()).map(MixedMessage::getItems),
                        Optional.ofNullable(event.getChatrecord()).map(ChatrecordMessage::getItems),
                        Optional.ofNullable(event.getNote()).map(NoteMessage::getItems))
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
        if (!items.isEmpty()) {
            put(IndexField.ITEM_TYPES, distinct(items.stream().map(MessageItem::getType)));
            put(IndexField.ITEM_COUNT, items.size());
        }
    }

    private void putTyped() {
        put(IndexField.FILE_EXTENSION, event.getFile(), FileMessage::getFileext);
        put(IndexField.LINK_URL, event.getLink(), LinkMessage::getLinkUrl);
        put(IndexField.LINK_URL, event.getDocmsg(), DocmsgMessage::getLinkUrl);
        put(IndexField.DOCUMENT_CREATOR, event.getDocmsg(), DocmsgMessage::getDocCreator);
        put(IndexField.MINI_PROGRAM, event.getWeapp(), WeappMessage::getUsername);
        put(IndexField.MINI_PROGRAM_APP, event.getWeapp(), WeappMessage::getAppid);
        put(IndexField.MINI_PROGRAM_PAGE, event.getWeapp(), WeappMessage::getPagepath);
        put(IndexField.MEETING_ID, event.getMeeting(), MeetingMessage::getMeetingid);
        put(IndexField.VOTE_ID, event.getVote(), VoteMessage::getVoteid);
        put(IndexField.VOICE_ID, event.getMeetingVoiceCall(), MeetingVoiceCallMessage::getVoiceid);
        put(IndexField.PACKET_AMOUNT, event.getRedpacket(), RedpacketMessage::getTotalamount);
        put(IndexField.PACKET_AMOUNT, event.getExternalRedpacket(), ExternalRedpacketMessage::getTotalamount);
    }

    private static List<String> distinct(Stream<String> texts) {
        return texts.filter(Objects::nonNull).distinct().toList();
    }

    private <T> void put(IndexField field, T message, Function<T, Object> value) {
        if (message != null) {
            put(field, value.apply(message));
        }
    }

    private void put(IndexField field, Object value) {
        boolean isEmpty = value instanceof Collection<?> texts && texts.isEmpty();
        if (value != null && !isEmpty) {
            fields.put(field.fieldName(), value instanceof Instant moment ? moment.toString() : value);
        }
    }
}
