package org.wecomarchive.sinkiceberg.write;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** A set of row identities. Each takes a few bits, because the seqs of a corp are close together. Not thread-safe. */
public final class KeySet {

    private final Map<String, Roaring64Bitmap> seqs = new TreeMap<>();

    public void add(RowKey key) {
        seqs.computeIfAbsent(key.corp(), corp -> new Roaring64Bitmap()).addLong(key.seq());
    }

    public boolean contains(RowKey key) {
        Roaring64Bitmap own = seqs.get(key.corp());
        return own != null && own.contains(key.seq());
    }

    /** How many identities there are. */
    public long size() {
        return seqs.values().stream()
                .mapToLong(Roaring64Bitmap::getLongCardinality)
                .sum();
    }

    /** Corps with at least one seq. */
    public Set<String> corps() {
        return Set.copyOf(seqs.keySet());
    }

    /** Highest seq of a corp that is in {@link #corps}. */
    public long highest(String corp) {
        return seqs.get(corp).last();
    }

    /** The seqs of a corp up to and including a bound, ascending. */
    public long[] upTo(String corp, long highest) {
        Roaring64Bitmap own = seqs.getOrDefault(corp, new Roaring64Bitmap());
        if (own.isEmpty() || own.first() > highest) {
            return new long[0];
        }
        return Arrays.copyOf(own.toArray(), (int) own.rankLong(highest));
    }

    /** For messages: how many, never which. */
    @Override
    public String toString() {
        return size() + " keys";
    }
}
