package org.wecomarchive.sinkelasticsearch.document;

import java.time.Clock;
import java.util.Map;
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
 *   <li>A message is a create: the first event decides, a later one changes nothing.
 *   <li>A replayed message updates the fields that are derived from its payload and leaves marks alone; it makes the document if
 *       that is missing.
 *   <li>A recall is always an update that sets it pending again: if its message was made anew, it is marked anew.
 * </ul>
 */
public final class EventDocuments {

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
        Map<String, Object> content = DocumentFields.content(event);
        boolean isRecall = event.getRecalledMsgid() != null || event.getAction().equals(RECALL);
        if (isRecall) {
            putRecallState(content, event);
        }
        Map<String, Object> whole = DocumentFields.identity(event);
        whole.putAll(content);
        String index =
                isRecall ? names.recalls() : names.of(Optional.ofNullable(event.getSentAt()), event.getFetchedAt());
        return isRecall || delivery == Delivery.REPLAYED
                ? DocumentWrite.of(Action.UPDATE, index, id, Map.of("doc", content, "upsert", whole))
                : DocumentWrite.of(Action.CREATE, index, id, whole);
    }

    private void putRecallState(Map<String, Object> content, ChatEvent event) {
        RecallState state = hasTarget(event) ? RecallState.PENDING : RecallState.UNTARGETED;
        content.put(IndexField.RECALL_STATE.fieldName(), state.text());
        content.put(IndexField.RECALL_ATTEMPTS.fieldName(), 0);
        content.put(IndexField.RECALL_NEXT_AT.fieldName(), clock.instant().toString());
    }

    /** No document can have an id that is refused. */
    private static boolean hasTarget(ChatEvent event) {
        return event.getRecalledMsgid() != null && DocumentId.isPossible(event.getCorpId(), event.getRecalledMsgid());
    }
}
