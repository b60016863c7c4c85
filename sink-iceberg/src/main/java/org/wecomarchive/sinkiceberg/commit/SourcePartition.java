package org.wecomarchive.sinkiceberg.commit;

/**
 * A partition of one incarnation of a topic: a topic that is made again under its name has another id.
 *
 * @param topicId Kafka's topic id, as text
 * @param partition number of the partition
 */
public record SourcePartition(String topicId, int partition) {}
