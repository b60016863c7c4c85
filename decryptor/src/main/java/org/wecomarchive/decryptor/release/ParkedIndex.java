package org.wecomarchive.decryptor.release;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.wecomarchive.decryptor.keyring.KeyRing;
import org.wecomarchive.decryptor.outcome.ParkedReason;

/**
 * The parked records that wait, by partition and key: where the current one lies, what it waits for, and with which
 * revision of its key it was tried.
 *
 * <p><b>Invariants.</b> A key has one entry, of the highest offset seen; a tombstone takes it out. There are at most
 * {@code limit} entries of at most 64 bytes; a partition that had more is {@linkplain #overflown marked} and has to be
 * read again from there once there is room. That applies its records once more in order, and so ends in the same state.
 *
 * <p>Not safe for use by several threads.
 */
final class ParkedIndex {

    private final int limit;
    private final Map<Integer, Map<String, SeqTable>> partitions = new HashMap<>();
    private final Map<Integer, Long> overflown = new HashMap<>();
    private final List<ParkedGroup> groups = new ArrayList<>();
    private final Map<ParkedGroup, Integer> groupIds = new HashMap<>();
    private final Map<ParkedReason, Integer> sizes = new EnumMap<>(ParkedReason.class);
    private int size;
    private long changes;

    ParkedIndex(int limit) {
        this.limit = limit;
    }

    /** Forgets a partition. */
    void clear(int partition) {
        Map<String, SeqTable> corps = partitions.remove(partition);
        overflown.remove(partition);
        if (corps != null) {
            corps.values().forEach(table -> table.forEach((seq, offset, group, tried) -> count(group, -1)));
        }
        changes++;
    }

    /** A record was parked, for the first time or again. */
    void park(int partition, ParkedKey key, long offset, ParkedGroup group) {
        Map<String, SeqTable> corps = partitions.computeIfAbsent(partition, number -> new HashMap<>());
        SeqTable table = corps.computeIfAbsent(key.corp(), corp -> new SeqTable());
        if (size >= limit && table.offset(key.seq()) == SeqTable.ABSENT) {
            overflown.putIfAbsent(partition, offset);
            return;
        }
        int id = groupId(group);
        int before = table.put(key.seq(), offset, id);
        if (before != SeqTable.ABSENT) {
            count(before, -1);
        }
        count(id, 1);
        changes++;
    }

    /** A record is not parked any more. */
    void resolve(int partition, ParkedKey key) {
        int before = table(partition, key.corp()).remove(key.seq());
        if (before != SeqTable.ABSENT) {
            count(before, -1);
        }
    }

    /** A record was tried with a revision of its key and stays. */
    void tried(int partition, ParkedKey key, int revision) {
        table(partition, key.corp()).setTried(key.seq(), revision);
    }

    /** Whether the record at this offset is the current one of its key, and its key was never tried on it. */
    boolean isDue(int partition, ParkedKey key, long offset, KeyRing keys) {
        SeqTable table = table(partition, key.corp());
        return table.offset(key.seq()) == offset && isDue(table.group(key.seq()), table.tried(key.seq()), keys);
    }

    private boolean isDue(int groupId, int tried, KeyRing keys) {
        ParkedGroup group = groups.get(groupId);
        if (!group.waitsForKey()) {
            return false;
        }
        int revision = keys.revision(group.corp(), group.keyVersion());
        return revision != 0 && revision != tried;
    }

    /** What the record waits for; only for a record that {@link #isDue}. */
    ParkedGroup group(int partition, ParkedKey key) {
        return groups.get(table(partition, key.corp()).group(key.seq()));
    }

    /** What the record at this offset waits for; empty when it is not the current one of its key. */
    Optional<ParkedGroup> group(int partition, ParkedKey key, long offset) {
        SeqTable table = table(partition, key.corp());
        return table.offset(key.seq()) == offset ? Optional.of(groups.get(table.group(key.seq()))) : Optional.empty();
    }

    /** Offsets from one to another, exclusive, of a partition's records of some groups and seqs, ascending. */
    long[] matching(int partition, Predicate<ParkedGroup> wanted, LongPredicate seqs, long from, long below) {
        LongStream.Builder offsets = LongStream.builder();
        for (SeqTable table : partitions.getOrDefault(partition, Map.of()).values()) {
            table.forEach((seq, offset, group, tried) -> {
                if (offset >= from && offset < below && seqs.test(seq) && wanted.test(groups.get(group))) {
                    offsets.add(offset);
                }
            });
        }
        long[] sorted = offsets.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Offsets of all due records of a partition, ascending. */
    long[] due(int partition, KeyRing keys) {
        int[] revisions = groups.stream()
                .mapToInt(group -> group.waitsForKey() ? keys.revision(group.corp(), group.keyVersion()) : 0)
                .toArray();
        LongStream.Builder offsets = LongStream.builder();
        for (SeqTable table : partitions.getOrDefault(partition, Map.of()).values()) {
            table.forEach((seq, offset, group, tried) -> {
                if (revisions[group] != 0 && revisions[group] != tried) {
                    offsets.add(offset);
                }
            });
        }
        long[] sorted = offsets.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Rises whenever something may have become due by itself. */
    long changes() {
        return changes;
    }

    int size() {
        return size;
    }

    /** How many wait for this reason. */
    int size(ParkedReason reason) {
        return sizes.getOrDefault(reason, 0);
    }

    /** Partitions with more records than there was room for, and the offset of the first that was passed over. */
    Map<Integer, Long> overflown() {
        return Map.copyOf(overflown);
    }

    /** The partition is read again from the first record that was passed over. */
    void catchUp(int partition) {
        overflown.remove(partition);
    }

    /** Whether at most half of the room is taken. */
    boolean hasRoom() {
        return size <= limit / 2;
    }

    private void count(int groupId, int change) {
        sizes.merge(groups.get(groupId).reason(), change, Integer::sum);
        size += change;
    }

    private int groupId(ParkedGroup group) {
        return groupIds.computeIfAbsent(group, unknown -> {
            groups.add(unknown);
            return groups.size() - 1;
        });
    }

    private SeqTable table(int partition, String corp) {
        SeqTable table = partitions.getOrDefault(partition, Map.of()).get(corp);
        return table == null ? new SeqTable() : table;
    }
}
