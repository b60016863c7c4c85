package org.wecomarchive.decryptor.parked;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * The records of one partition that are to be tried, by offset: one slice of them.
 *
 * <p><b>Invariants.</b> A key is here once, with the offset of its current record. A record for which there is no room begins the
 * next slice, and no later record is taken into this one.
 *
 * <p>Not safe for use by several threads.
 */
public final class DueRecords {

    private final Semaphore budget;
    private final Map<ParkedKey, Long> offsets = new HashMap<>();
    private final TreeMap<Long, ParkedKey> now = new TreeMap<>();
    private final TreeMap<Long, ParkedKey> later = new TreeMap<>();
    private OptionalLong nextSlice = OptionalLong.empty();

    /** @param budget how many more records may be due at the same time, in all partitions together */
    DueRecords(Semaphore budget) {
        this.budget = budget;
    }

    /** Takes a record in, unless it or a later one of its key is here. */
    public void add(ParkedKey key, long offset) {
        if (nextSlice.isPresent() || offsets.containsKey(key)) {
            return;
        }
        if (!budget.tryAcquire()) {
            nextSlice = OptionalLong.of(offset);
            return;
        }
        offsets.put(key, offset);
        now.put(offset, key);
    }

    /** A record of this key was read at this offset: an earlier record of the key is no longer current. */
    public void supersede(ParkedKey key, long offset) {
        Long here = offsets.get(key);
        if (here != null && here < offset) {
            remove(key);
        }
    }

    /** The record has a new outcome. */
    public void remove(ParkedKey key) {
        Long offset = offsets.remove(key);
        if (offset != null) {
            now.remove(offset);
            later.remove(offset);
            budget.release();
        }
    }

    /** Removes everything up to this offset, inclusive, as tried; what was {@linkplain #setAside set aside} stays. */
    public void removeThrough(long offset) {
        Map<Long, ParkedKey> tried = now.headMap(offset, true);
        tried.values().forEach(offsets::remove);
        budget.release(tried.size());
        tried.clear();
    }

    /** A record that failed is tried again after all others. */
    public void setAside(long offset) {
        ParkedKey key = now.remove(offset);
        if (key != null) {
            later.put(offset, key);
        }
    }

    /** Puts back what was set aside; returns whether there was anything. */
    public boolean takeUpAgain() {
        now.putAll(later);
        boolean any = !later.isEmpty();
        later.clear();
        return any;
    }

    public boolean contains(long offset) {
        return now.containsKey(offset);
    }

    /** Whether there is nothing to try but what was set aside. */
    public boolean isThrough() {
        return now.isEmpty();
    }

    /** Offset of the first record to try, if any lies behind an offset. */
    public OptionalLong firstAfter(long offset) {
        Long first = now.higherKey(offset);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** Offset of the first record to try; there must be one. */
    public long first() {
        return now.firstKey();
    }

    /** Where the next slice begins; empty if this one is the last. */
    public OptionalLong nextSlice() {
        return nextSlice;
    }

    /** The next slice is being read. */
    public void beginSlice() {
        nextSlice = OptionalLong.empty();
    }

    /** Gives its room back. */
    public void clear() {
        budget.release(offsets.size());
        offsets.clear();
        now.clear();
        later.clear();
        nextSlice = OptionalLong.empty();
    }
}
