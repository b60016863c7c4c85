package org.wecomarchive.sinkiceberg.commit;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a table's properties say about how far it is: the truth about what is committed.
 *
 * <p><b>Shape.</b> {@code wecom.topic.<topic>} is the topic's id; {@code wecom.offset.<topic id>.<partition>} the next offset
 * to read; {@code wecom.high.<corp>} the highest seq of any row of the corp, so that a higher one is certainly new;
 * {@code wecom.last-commit.id} and {@code wecom.last-commit.sequence-number} the snapshot that they were last written with.
 */
public final class TablePositions {

    private static final String TOPIC = "wecom.topic.";
    private static final String OFFSET = "wecom.offset.";
    private static final String HIGH = "wecom.high.";
    static final String LAST_COMMIT_ID = "wecom.last-commit.id";
    static final String LAST_SEQUENCE_NUMBER = "wecom.last-commit.sequence-number";

    private final Map<String, String> properties;

    /** Reads a table's properties as they are now. */
    public TablePositions(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** The id of the topic whose records are in the table; empty if there are none. */
    public Optional<String> topicId(String topic) {
        return Optional.ofNullable(properties.get(topicKey(topic)));
    }

    /** The next offset to read; empty if nothing of the partition was ever committed. */
    public OptionalLong next(SourcePartition partition) {
        return number(offsetKey(partition));
    }

    /** No row of the corp has a higher seq; empty if it has no row. */
    OptionalLong highest(String corp) {
        return number(highKey(corp));
    }

    /** Id of the last commit; empty if there was none since versions that write it. */
    Optional<String> lastCommitId() {
        return Optional.ofNullable(properties.get(LAST_COMMIT_ID));
    }

    /** At most the sequence number of the last commit's snapshot; empty as {@link #lastCommitId}. */
    OptionalLong lastSequenceNumber() {
        return number(LAST_SEQUENCE_NUMBER);
    }

    static String topicKey(String topic) {
        return TOPIC + topic;
    }

    static String offsetKey(SourcePartition partition) {
        return OFFSET + partition.topicId() + "." + partition.partition();
    }

    static String highKey(String corp) {
        return HIGH + corp;
    }

    private OptionalLong number(String key) {
        String text = properties.get(key);
        return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
