package org.wecomarchive.decryptor.parked;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of keys. It takes one bit a key where the seqs of a corp lie close together, as those of a missing key do, and at most 600
 * bytes for a key that lies alone.
 *
 * <p>Not safe for use by several threads.
 */
final class ParkedKeys {

    private static final int SEQS_OF_A_BLOCK = 4096;

    private final Map<Block, BitSet> blocks = new HashMap<>();
    private long size;

    private record Block(String corp, long number) {}

    void add(ParkedKey key) {
        if (!contains(key)) {
            blocks.computeIfAbsent(block(key), unknown -> new BitSet()).set(bit(key));
            size++;
        }
    }

    /** Returns whether it was there. */
    boolean remove(ParkedKey key) {
        if (!contains(key)) {
            return false;
        }
        BitSet bits = blocks.get(block(key));
        bits.clear(bit(key));
        if (bits.isEmpty()) {
            blocks.remove(block(key));
        }
        size--;
        return true;
    }

    boolean contains(ParkedKey key) {
        BitSet bits = blocks.get(block(key));
        return bits != null && bits.get(bit(key));
    }

    long size() {
        return size;
    }

    private static Block block(ParkedKey key) {
        return new Block(key.corp(), key.seq() / SEQS_OF_A_BLOCK);
    }

    private static int bit(ParkedKey key) {
        return (int) (key.seq() % SEQS_OF_A_BLOCK);
    }
}
