package org.wecomarchive.sinkelasticsearch.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;
import org.wecomarchive.sinkelasticsearch.layout.IndexNames;

/**
 * Turns events into writes that may be repeated in any order and still leave one document per message.
 *
 * <ul>
 *   <li>A message is a create: who comes first decides, who comes again changes nothing.
 *   <li>A replayed message updates what is derived from its payload and leaves marks alone; it makes the document if need be.
 *   <li>A recall is always an update that sets it pending again: should its message be made anew, it is marked anew.
 * </ul>
 */
public final class EventDocuments {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String RECALL = "recall";

    private final IndexNames names;
    private final Clock clock;

    public EventDocuments(IndexNames names, Clock clock) {
        this.names = names;
        this.clock = clock;
    }

    /** The write of an event that came in the given way. */
    public DocumentWrite write(ChatEvent event, Delivery delivery) {
        String id = DocumentId.of(event.getCorpId(), event.getMsgid());
        if (isRecall(event)) {
            return new DocumentWrite(Action.UPDATE, names.recalls(), id, update(event));
        }
        String index = names.of(Optional.ofNullable(event.getSentAt()), event.getFetchedAt());
        return delivery == Delivery.REPLAYED
                ? new DocumentWrite(Action.UPDATE, index, id, update(event))
                : new DocumentWrite(Action.CREATE, index, id, create(event));
    }

    private static boolean isRecall(ChatEvent event) {
        return event.getRecalledMsgid() != null || event.getAction().equals(RECALL);
    }

    private ByteBuffer create(ChatEvent event) {
        return bytes(event, json -> writeWhole(json, event));
    }

    private ByteBuffer update(ChatEvent event) {
        return bytes(event, json -> {
            json.writeStartObject();
            json.writeFieldName("doc");
            json.writeStartObject();
            new DocumentFields(json, event).writeContent();
            writeRecallState(json, event);
            json.writeEndObject();
            json.writeFieldName("upsert");
            writeWhole(json, event);
            json.writeEndObject();
        });
    }

    private void writeWhole(JsonGenerator json, ChatEvent event) throws IOException {
        json.writeStartObject();
        DocumentFields fields = new DocumentFields(json, event);
        fields.writeIdentity();
        fields.writeContent();
        writeRecallState(json, event);
        json.writeEndObject();
    }

    private void writeRecallState(JsonGenerator json, ChatEvent event) throws IOException {
        if (!isRecall(event)) {
            return;
        }
        RecallState state = hasTarget(event) ? RecallState.PENDING : RecallState.UNTARGETED;
        json.writeStringField(IndexField.RECALL_STATE.fieldName(), state.text());
        json.writeNumberField(IndexField.RECALL_ATTEMPTS.fieldName(), 0);
        json.writeStringField(
                IndexField.RECALL_NEXT_AT.fieldName(), clock.instant().toString());
    }

    /** No document can have an id that is refused. */
    private static boolean hasTarget(ChatEvent event) {
        return event.getRecalledMsgid() != null && DocumentId.isPossible(event.getCorpId(), event.getRecalledMsgid());
    }

    private static ByteBuffer bytes(ChatEvent event, Body body) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(event.getPayload().length() + 1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a document cannot be written", e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
