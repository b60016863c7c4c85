package org.wecomarchive.sinkiceberg.read;

import java.util.Map;
import java.util.TreeMap;

/** A set of seqs as ranges: small where they are dense, as those of a corp are. */
final class SeqRanges {

    /** First seq of a range to its last; ranges neither touch nor overlap. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** False if it was there. */
    boolean add(long seq) {
        Map.Entry<Long, Long> below = ranges.floorEntry(seq);
        if (below != null && below.getValue() >= seq) {
            return false;
        }
        long first = below != null && below.getValue() == seq - 1 ? below.getKey() : seq;
        Long after = seq == Long.MAX_VALUE ? null : ranges.remove(seq + 1);
        ranges.put(first, after == null ? seq : after);
        return true;
    }
}
