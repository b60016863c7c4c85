package org.wecomarchive.decryptor.release;

import java.util.Arrays;

/**
 * What is known of one corp's parked records, by seq: 24 bytes each in arrays of which at least three eighths are used,
 * so at most 64 bytes a record.
 *
 * <p>Open addressing with linear probing. Not safe for use by several threads.
 */
final class SeqTable {

    static final int ABSENT = -1;

    private static final long FREE = -1;
    private static final int FIRST_SLOTS = 16;

    private long[] seqs;
    private long[] offsets;
    private int[] groups;
    private int[] tried;
    private int size;

    SeqTable() {
        allocate(FIRST_SLOTS);
    }

    /** Sees every record, in no order. */
    @FunctionalInterface
    interface Visitor {
        void visit(long seq, long offset, int group, int tried);
    }

    int size() {
        return size;
    }

    /** Enters a record; one that is known keeps what it was tried with. Returns the group it was in, or {@link #ABSENT}. */
    int put(long seq, long offset, int group) {
        if ((size + 1) * 4L > seqs.length * 3L) {
            grow();
        }
        int slot = slot(seq);
        int before = ABSENT;
        if (seqs[slot] == FREE) {
            seqs[slot] = seq;
            tried[slot] = 0;
            size++;
        } else {
            before = groups[slot];
        }
        offsets[slot] = offset;
        groups[slot] = group;
        return before;
    }

    /** Takes a record out; returns the group it was in, or {@link #ABSENT}. */
    int remove(long seq) {
        int slot = slot(seq);
        if (seqs[slot] == FREE) {
            return ABSENT;
        }
        int before = groups[slot];
        size--;
        closeGap(slot);
        return before;
    }

    /** The offset of a record, or {@link #ABSENT}. */
    long offset(long seq) {
        int slot = slot(seq);
        return seqs[slot] == FREE ? ABSENT : offsets[slot];
    }

    /** The group of a record, or {@link #ABSENT}. */
    int group(long seq) {
        int slot = slot(seq);
        return seqs[slot] == FREE ? ABSENT : groups[slot];
    }

    /** What a record was last tried with; 0 for nothing. */
    int tried(long seq) {
        int slot = slot(seq);
        return seqs[slot] == FREE ? 0 : tried[slot];
    }

    /** Notes what a record was tried with; nothing happens if it is not there. */
    void setTried(long seq, int revision) {
        int slot = slot(seq);
        if (seqs[slot] != FREE) {
            tried[slot] = revision;
        }
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < seqs.length; slot++) {
            if (seqs[slot] != FREE) {
                visitor.visit(seqs[slot], offsets[slot], groups[slot], tried[slot]);
            }
        }
    }

    /** Where the seq is, or where it would be entered. */
    private int slot(long seq) {
        int slot = home(seq);
        while (seqs[slot] != FREE && seqs[slot] != seq) {
            slot = (slot + 1) & (seqs.length - 1);
        }
        return slot;
    }

    private int home(long seq) {
        long mixed = seq * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (seqs.length - 1);
    }

    /** Moves up what could not be found any more once the slot is free. */
    private void closeGap(int gap) {
        int free = gap;
        int slot = (gap + 1) & (seqs.length - 1);
        while (seqs[slot] != FREE) {
            int fromHome = (slot - home(seqs[slot])) & (seqs.length - 1);
            int fromFree = (slot - free) & (seqs.length - 1);
            if (fromHome >= fromFree) {
                move(slot, free);
                free = slot;
            }
            slot = (slot + 1) & (seqs.length - 1);
        }
        seqs[free] = FREE;
    }

    private void move(int from, int to) {
        seqs[to] = seqs[from];
        offsets[to] = offsets[from];
        groups[to] = groups[from];
        tried[to] = tried[from];
    }

    private void grow() {
        long[] oldSeqs = seqs;
        long[] oldOffsets = offsets;
        int[] oldGroups = groups;
        int[] oldTried = tried;
        allocate(2 * oldSeqs.length);
        for (int old = 0; old < oldSeqs.length; old++) {
            if (oldSeqs[old] != FREE) {
                int slot = slot(oldSeqs[old]);
                seqs[slot] = oldSeqs[old];
                offsets[slot] = oldOffsets[old];
                groups[slot] = oldGroups[old];
                tried[slot] = oldTried[old];
            }
        }
    }

    private void allocate(int slots) {
        seqs = new long[slots];
        Arrays.fill(seqs, FREE);
        offsets = new long[slots];
        groups = new int[slots];
        tried = new int[slots];
    }
}
