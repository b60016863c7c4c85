package org.wecomarchive.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema id in the bytes of a record leads to no schema that can be resolved to ours: the registry does not know the id,
 * or has a schema under it that is not Avro or is incompatible with ours.
 *
 * <p>This says something about the registry, never about the record: a replica lags, a registry was restored or made again, a
 * setting names another registry. The same bytes can be read once the id resolves, so the record must not become a dead
 * letter. Unless a replica lags, a person must act; the message names the topic, the partition and offset where they are
 * known, the schema id and the subject, and says what to check. There is no cause, and never content.
 */
public class UnresolvableSchemaException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final int schemaId;

    UnresolvableSchemaException(RecordPosition position, int schemaId, String problem) {
        super(position + ": schema id " + schemaId + " of " + position.subject() + " " + problem);
        this.subject = position.subject();
        this.schemaId = schemaId;
    }

    /** Subject of the topic's values: {@code <topic>-value}. */
    public final String subject() {
        return subject;
    }

    /** The id in the bytes. */
    public final int schemaId() {
        return schemaId;
    }
}
