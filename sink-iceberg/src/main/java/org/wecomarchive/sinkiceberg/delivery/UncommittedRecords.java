package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows when each record arrived that is not yet part of the table, whether it is in memory or in a file or will be read again.
 * Exact to a second. Not thread-safe.
 */
final class UncommittedRecords {

    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final Map<TopicPartition, Arrivals> partitions = new HashMap<>();

    /** A record has arrived, perhaps once more. */
    void arrived(TopicPartition partition, long offset, Instant now) {
        partitions.computeIfAbsent(partition, any -> new Arrivals()).add(offset, now);
    }

    /** Everything before these offsets is part of the table. */
    void committed(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> partitions.computeIfPresent(
                partition, (any, arrivals) -> arrivals.remainAfter(offset) ? arrivals : null));
    }

    /** Others make the rest of these partitions part of the table. */
    void leave(Collection<TopicPartition> left) {
        partitions.keySet().removeAll(left);
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** When the one that waits for longest arrived. */
    Optional<Instant> oldest() {
        return partitions.values().stream().map(Arrivals::oldest).min(Comparator.naturalOrder());
    }

    /** Of one partition: first offset of what arrived within the same second. */
    private static final class Arrivals {

        private final NavigableMap<Long, Instant> times = new TreeMap<>();
        private long end;

        void add(long offset, Instant now) {
            if (offset < end) {
                return;
            }
            if (times.isEmpty() || !now.isBefore(times.lastEntry().getValue().plus(RESOLUTION))) {
                times.put(offset, now);
            }
            end = offset + 1;
        }

        /** Forgets what came before the offset; whether anything came that did not. */
        boolean remainAfter(long offset) {
            Long first = times.floorKey(offset);
            if (first != null) {
                times.headMap(first, false).clear();
            }
            return offset < end;
        }

        Instant oldest() {
            return times.firstEntry().getValue();
        }
    }
}
