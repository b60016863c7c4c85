package org.wecomarchive.sinkelasticsearch.recall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wecomarchive.sinkelasticsearch.cluster.PendingRecall;
import org.wecomarchive.sinkelasticsearch.document.DocumentId;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite.Action;
import org.wecomarchive.sinkelasticsearch.document.RecallState;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/** Writes what a recall does to documents; never makes one. */
final class RecallMarks {

    private static final JsonMapper JSON = new JsonMapper();

    private RecallMarks() {}

    static String targetId(PendingRecall recall) {
        return DocumentId.of(recall.corpId(), recall.recalledMsgid());
    }

    /** Marks the recalled message. */
    static DocumentWrite mark(PendingRecall recall, String index) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(IndexField.RECALLED.fieldName(), true);
        recall.sentAt().ifPresent(moment -> fields.put(IndexField.RECALLED_AT.fieldName(), moment.toString()));
        recall.sender().ifPresent(sender -> fields.put(IndexField.RECALLED_BY.fieldName(), sender));
        return update(index, targetId(recall), fields);
    }

    /** The recall's message is marked. */
    static DocumentWrite applied(PendingRecall recall, String recallsIndex) {
        return update(
                recallsIndex, recall.id(), Map.of(IndexField.RECALL_STATE.fieldName(), RecallState.APPLIED.text()));
    }

    /** The recall's message is not there. */
    static DocumentWrite postponed(PendingRecall recall, String recallsIndex, Instant until) {
        return update(
                recallsIndex,
                recall.id(),
                Map.of(
                        IndexField.RECALL_ATTEMPTS.fieldName(),
                        recall.attempts() + 1,
                        IndexField.RECALL_NEXT_AT.fieldName(),
                        until.toString()));
    }

    private static DocumentWrite update(String index, String id, Map<String, Object> fields) {
        try {
            byte[] body = JSON.writeValueAsBytes(Map.of("doc", fields));
            return new DocumentWrite(Action.UPDATE, index, id, ByteBuffer.wrap(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mark cannot be written", e);
        }
    }
}
