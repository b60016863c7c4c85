package org.wecomarchive.decryptor.parked;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Seqs of one corp: a bit each where they lie close together, as those of a missing key do, and at most 600 bytes for one that
 * lies alone.
 *
 * <p>Not safe for use by several threads.
 */
public final class SeqSet {

    private static final int SEQS_OF_A_CHUNK = 4096;

    private final Map<Long, BitSet> chunks = new HashMap<>();
    private long size;

    /** Returns whether it was not there. */
    public boolean add(long seq) {
        BitSet chunk = chunks.computeIfAbsent(seq / SEQS_OF_A_CHUNK, unknown -> new BitSet());
        int bit = (int) (seq % SEQS_OF_A_CHUNK);
        if (chunk.get(bit)) {
            return false;
        }
        chunk.set(bit);
        size++;
        return true;
    }

    /** Returns whether it was there. */
    public boolean remove(long seq) {
        if (!contains(seq)) {
            return false;
        }
        BitSet chunk = chunks.get(seq / SEQS_OF_A_CHUNK);
        chunk.clear((int) (seq % SEQS_OF_A_CHUNK));
        if (chunk.isEmpty()) {
            chunks.remove(seq / SEQS_OF_A_CHUNK);
        }
        size--;
        return true;
    }

    public boolean contains(long seq) {
        BitSet chunk = chunks.get(seq / SEQS_OF_A_CHUNK);
        return chunk != null && chunk.get((int) (seq % SEQS_OF_A_CHUNK));
    }

    /** How many there are. */
    public long size() {
        return size;
    }
}
