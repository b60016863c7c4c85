package org.wecomarchive.sinkelasticsearch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.wecomarchive.sinkelasticsearch.layout.IndexField;

/** Reads a recall out of what a search found. */
final class PendingHit {

    static final List<String> FIELDS = List.of(
            IndexField.CORP_ID.fieldName(),
            IndexField.RECALLED_MSGID.fieldName(),
            IndexField.SENDER.fieldName(),
            IndexField.SENT_AT.fieldName(),
            IndexField.RECALL_ATTEMPTS.fieldName());

    private PendingHit() {}

    static PendingRecall read(String id, JsonNode source) {
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
}
