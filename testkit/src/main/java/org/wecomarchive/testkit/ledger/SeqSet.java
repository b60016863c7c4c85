package org.wecomarchive.testkit.ledger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of (corp, seq), small in memory: one bit a seq and some 200 bytes for every block of 1024 seqs that is not empty.
 *
 * <p>Not safe for use by several threads.
 */
public final class SeqSet {

    private static final int BLOCK_BITS = 10;
    private static final long IN_BLOCK = (1L << BLOCK_BITS) - 1;

    private final Map<String, Map<Long, BitSet>> corps = new HashMap<>();
    private long size;

    /** Adds a seq of a corp; true if it was new. */
    public boolean add(String corp, long seq) {
        BitSet block = corps.computeIfAbsent(corp, name -> new HashMap<>())
                .computeIfAbsent(seq >>> BLOCK_BITS, number -> new BitSet());
        int bit = (int) (seq & IN_BLOCK);
        if (block.get(bit)) {
            return false;
        }
        block.set(bit);
        size++;
        return true;
    }

    /** Removes a seq; true if it was there. */
    public boolean remove(String corp, long seq) {
        BitSet block = corps.getOrDefault(corp, Map.of()).get(seq >>> BLOCK_BITS);
        int bit = (int) (seq & IN_BLOCK);
        if (block == null || !block.get(bit)) {
            return false;
        }
        block.clear(bit);
        size--;
        return true;
    }

    /** Whether the set holds a seq of a corp. */
    public boolean contains(String corp, long seq) {
        BitSet block = corps.getOrDefault(corp, Map.of()).get(seq >>> BLOCK_BITS);
        return block != null && block.get((int) (seq & IN_BLOCK));
    }

    /** How many. */
    public long size() {
        return size;
    }

    /** How many of one corp. */
    public long size(String corp) {
        return corps.getOrDefault(corp, Map.of()).values().stream()
                .mapToLong(BitSet::cardinality)
                .sum();
    }

    /** A new set of the members of this one that the other lacks. */
    public SeqSet minus(SeqSet other) {
        SeqSet result = new SeqSet();
        forEach((corp, seq) -> {
            if (!other.contains(corp, seq)) {
                result.add(corp, seq);
            }
        });
        return result;
    }

    /** A new set of the members of both. */
    public SeqSet or(SeqSet other) {
        SeqSet result = new SeqSet();
        forEach(result::add);
        other.forEach(result::add);
        return result;
    }

    /** Up to {@code limit} members as {@code corp:seq}, for a message. */
    public List<String> some(int limit) {
        List<String> members = new ArrayList<>();
        forEach((corp, seq) -> {
            if (members.size() < limit) {
                members.add(corp + ":" + seq);
            }
        });
        return members;
    }

    /** Takes every member, in no order. */
    public void forEach(Visitor visitor) {
        corps.forEach((corp, blocks) -> blocks.forEach(
                (number, bits) -> bits.stream().forEach(bit -> visitor.visit(corp, (number << BLOCK_BITS) | bit))));
    }

    /** Takes one member. */
    @FunctionalInterface
    public interface Visitor {
        /** Called once for each member. */
        void visit(String corp, long seq);
    }
}
