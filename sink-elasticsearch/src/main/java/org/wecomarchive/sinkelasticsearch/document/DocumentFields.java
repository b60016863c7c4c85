package org.wecomarchive.sinkelasticsearch.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.MediaRef;
import org.wecomarchive.schemas.MessageItem;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/**
 * Writes the fields of an event.
 *
 * <p>Nothing that a replay would change is among them, such as when the event was fetched or decrypted.
 */
final class DocumentFields {

    private final JsonGenerator json;
    private final ChatEvent event;

    DocumentFields(JsonGenerator json, ChatEvent event) {
        this.json = json;
        this.event = event;
    }

    /** What says which event made the document, and the payload: the first event decides. */
    void writeIdentity() throws IOException {
        json.writeStringField(IndexField.CORP_ID.fieldName(), event.getCorpId());
        json.writeNumberField(IndexField.SEQ.fieldName(), event.getSeq());
        json.writeStringField(IndexField.MSGID.fieldName(), event.getMsgid());
        json.writeNumberField(IndexField.KEY_VERSION.fieldName(), event.getKeyVersion());
        json.writeStringField(IndexField.PAYLOAD.fieldName(), event.getPayload());
    }

    /** What is derived from the payload: a later decryptor may read more out of it. */
    void writeContent() throws IOException {
        writeParties();
        writeText();
        writeMedia();
        writeParts();
        writeTyped();
    }

    private void writeParties() throws IOException {
        List<String> recipients = event.getRecipients();
        write(IndexField.ACTION, event.getAction());
        write(IndexField.MSG_TYPE, event.getMsgType());
        write(IndexField.SENDER, event.getSender());
        write(IndexField.SENDER_KIND, event.getSenderKind());
        write(IndexField.RECIPIENTS, recipients);
        json.writeNumberField(IndexField.RECIPIENT_COUNT.fieldName(), recipients.size());
        Set<String> parties = new LinkedHashSet<>();
        Stream.concat(Stream.ofNullable(event.getSender()), recipients.stream()).forEach(parties::add);
        write(IndexField.PARTIES, parties);
        write(IndexField.ROOM_ID, event.getRoomId());
        write(IndexField.CONVERSATION_ID, event.getConversationId());
        write(IndexField.IS_EXTERNAL, event.getIsExternal());
        write(IndexField.IS_UPDOWN_STREAM, event.getIsUpdownStream());
        write(IndexField.DAMAGED, event.getDamaged());
        write(IndexField.SENT_AT, event.getSentAt());
        write(IndexField.RECALLED_MSGID, event.getRecalledMsgid());
    }

    private void writeText() throws IOException {
        if (event.getText() != null) {
            write(IndexField.TEXT, event.getText());
            json.writeNumberField(
                    IndexField.TEXT_LENGTH.fieldName(), event.getText().length());
        }
    }

    private void writeMedia() throws IOException {
        List<MediaRef> media = event.getMedia();
        if (media.isEmpty()) {
            return;
        }
        write(IndexField.MEDIA_IDS, distinct(media.stream().map(MediaRef::getMediaId)));
        write(IndexField.MEDIA_KINDS, distinct(media.stream().map(MediaRef::getKind)));
        write(IndexField.MEDIA_MD5S, distinct(media.stream().map(MediaRef::getMd5)));
        write(IndexField.FILE_NAMES, distinct(media.stream().map(MediaRef::getFileName)));
        json.writeNumberField(IndexField.MEDIA_COUNT.fieldName(), media.size());
        List<Long> sizes =
                media.stream().map(MediaRef::getSize).filter(Objects::nonNull).toList();
        if (!sizes.isEmpty()) {
            json.writeNumberField(
                    IndexField.MEDIA_BYTES.fieldName(),
                    sizes.stream().mapToLong(Long::longValue).sum());
        }
    }

    private void writeParts() throws IOException {
        List<MessageItem> items = new ArrayList<>();
        if (event.getMixed() != null && event.getMixed().getItems() != null) {
            items.addAll(event.getMixed().getItems());
        }
        if (event.getChatrecord() != null && event.getChatrecord().getItems() != null) {
            items.addAll(event.getChatrecord().getItems());
        }
        if (event.getNote() != null && event.getNote().getItems() != null) {
            items.addAll(event.getNote().getItems());
        }
        if (!items.isEmpty()) {
            write(IndexField.ITEM_TYPES, distinct(items.stream().map(MessageItem::getType)));
            json.writeNumberField(IndexField.ITEM_COUNT.fieldName(), items.size());
        }
    }

    private void writeTyped() throws IOException {
        if (event.getFile() != null) {
            write(IndexField.FILE_EXTENSION, event.getFile().getFileext());
        }
        if (event.getLink() != null) {
            write(IndexField.LINK_URL, event.getLink().getLinkUrl());
        }
        if (event.getDocmsg() != null) {
            write(IndexField.LINK_URL, event.getDocmsg().getLinkUrl());
            write(IndexField.DOCUMENT_CREATOR, event.getDocmsg().getDocCreator());
        }
        if (event.getWeapp() != null) {
            write(IndexField.MINI_PROGRAM, event.getWeapp().getUsername());
            write(IndexField.MINI_PROGRAM_APP, event.getWeapp().getAppid());
            write(IndexField.MINI_PROGRAM_PAGE, event.getWeapp().getPagepath());
        }
        if (event.getMeeting() != null) {
            write(IndexField.MEETING_ID, event.getMeeting().getMeetingid());
        }
        if (event.getVote() != null) {
            write(IndexField.VOTE_ID, event.getVote().getVoteid());
        }
        if (event.getMeetingVoiceCall() != null) {
            write(IndexField.VOICE_ID, event.getMeetingVoiceCall().getVoiceid());
        }
        if (event.getRedpacket() != null) {
            write(IndexField.PACKET_AMOUNT, event.getRedpacket().getTotalamount());
        }
        if (event.getExternalRedpacket() != null) {
            write(IndexField.PACKET_AMOUNT, event.getExternalRedpacket().getTotalamount());
        }
    }

    private static Collection<String> distinct(Stream<String> texts) {
        Set<String> distinct = new LinkedHashSet<>();
        texts.filter(Objects::nonNull).forEach(distinct::add);
        return distinct;
    }

    /** Nothing for what the event does not have: an absent field is not in the document. */
    private void write(IndexField field, Object value) throws IOException {
        if (value instanceof Collection<?> texts) {
            if (!texts.isEmpty()) {
                json.writeArrayFieldStart(field.fieldName());
                for (Object text : texts) {
                    json.writeString(text.toString());
                }
                json.writeEndArray();
            }
        } else if (value instanceof Boolean flag) {
            json.writeBooleanField(field.fieldName(), flag);
        } else if (value instanceof Long number) {
            json.writeNumberField(field.fieldName(), number);
        } else if (value != null) {
            json.writeStringField(field.fieldName(), value.toString());
        }
    }
}
