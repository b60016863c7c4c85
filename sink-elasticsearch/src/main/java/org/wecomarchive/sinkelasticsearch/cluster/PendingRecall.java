package org.wecomarchive.sinkelasticsearch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wecomarchive.sinkelasticsearch.document.DocumentId;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/**
 * A recall whose message is not marked yet.
 *
 * @param id of the recall's own document
 * @param corpId corp of both
 * @param recalledMsgid the message
 * @param sender who recalled it
 * @param sentAt when it was recalled
 * @param attempts looks for the message so far
 */
public record PendingRecall(
        String id,
        String corpId,
        String recalledMsgid,
        Optional<String> sender,
        Optional<Instant> sentAt,
        int attempts) {

    /** What is read of a recall's document. */
    static final List<String> FIELDS = Stream.of(
                    IndexField.CORP_ID,
                    IndexField.RECALLED_MSGID,
                    IndexField.SENDER,
                    IndexField.SENT_AT,
                    IndexField.RECALL_ATTEMPTS)
            .map(IndexField::fieldName)
            .toList();

    static PendingRecall of(String id, JsonNode source) {
        return new PendingRecall(
                id,
                source.path(IndexField.CORP_ID.fieldName()).asText(),
                source.path(IndexField.RECALLED_MSGID.fieldName()).asText(),
                text(source, IndexField.SENDER),
                text(source, IndexField.SENT_AT).map(Instant::parse),
                source.path(IndexField.RECALL_ATTEMPTS.fieldName()).asInt());
    }

    private static Optional<String> text(JsonNode source, IndexField field) {
        return Optional.ofNullable(source.get(field.fieldName())).map(JsonNode::asText);
    }

    /** Id of the message's document. */
    public String targetId() {
        return DocumentId.of(corpId, recalledMsgid);
    }
}
