package org.wecomarchive.sinkiceberg.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.sinkiceberg.commit.OffsetRange;
import org.wecomarchive.sinkiceberg.commit.SourcePartition;

/** The partitions assigned to a task: placed, that is with a known progress, or still to be placed. Not thread-safe. */
final class Partitions {

    private final Map<TopicPartition, PartitionProgress> placed = new HashMap<>();
    private final Set<TopicPartition> unplaced = new HashSet<>();

    void assign(Collection<TopicPartition> partitions) {
        unplaced.addAll(partitions);
        placed.keySet().removeAll(unplaced);
    }

    void revoke(Collection<TopicPartition> partitions) {
        unplaced.removeAll(partitions);
        placed.keySet().removeAll(partitions);
    }

    /** What is open is gone: every partition has to be placed anew. */
    void unplaceAll() {
        unplaced.addAll(placed.keySet());
        placed.clear();
    }

    void place(Map<TopicPartition, PartitionProgress> found) {
        placed.putAll(found);
        unplaced.removeAll(found.keySet());
    }

    Set<TopicPartition> unplaced() {
        return Set.copyOf(unplaced);
    }

    boolean allPlaced() {
        return unplaced.isEmpty();
    }

    /** Progress of a partition that is placed. */
    PartitionProgress progress(TopicPartition partition) {
        return placed.get(partition);
    }

    /** Next offset to read of every placed partition. */
    Map<TopicPartition, Long> next() {
        return offsets(progress -> OptionalLong.of(progress.next()));
    }

    /** Next offset after what is part of the table. */
    Map<TopicPartition, Long> committed() {
        return offsets(PartitionProgress::committedNext);
    }

    /** Where offsets jumped since the last commit, for the first time in each partition. */
    Map<TopicPartition, Long> jumps() {
        return offsets(PartitionProgress::firstJump);
    }

    private Map<TopicPartition, Long> offsets(Function<PartitionProgress, OptionalLong> offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        placed.forEach(
                (partition, progress) -> offset.apply(progress).ifPresent(found -> offsets.put(partition, found)));
        return offsets;
    }

    /** What a commit of everything taken moves. */
    Map<SourcePartition, OffsetRange> open() {
        Map<SourcePartition, OffsetRange> open = new HashMap<>();
        placed.values().forEach(progress -> progress.open().ifPresent(range -> open.put(progress.source(), range)));
        return open;
    }

    /** Ids of the topics by name. */
    Map<String, String> topicIds() {
        Map<String, String> ids = new HashMap<>();
        placed.forEach((partition, progress) ->
                ids.put(partition.topic(), progress.source().topicId()));
        return ids;
    }

    /** Everything taken so far is part of the table. */
    void allCommitted() {
        placed.values().forEach(PartitionProgress::committed);
    }

    /** Every partition assigned. */
    Set<TopicPartition> all() {
        Set<TopicPartition> all = new HashSet<>(unplaced);
        all.addAll(placed.keySet());
        return all;
    }

    /** For messages. */
    @Override
    public String toString() {
        return all().stream().map(TopicPartition::toString).sorted().toList().toString();
    }
}
