package org.wecomarchive.decryptor.release;

/** Where due records of one partition lie, to be visited in order. Not safe for use by several threads. */
final class DuePlan {

    static final DuePlan NONE = new DuePlan(0, new long[0]);

    private final int partition;
    private final long[] offsets;
    private int next;

    /** Takes over the array, which is ascending. */
    DuePlan(int partition, long[] offsets) {
        this.partition = partition;
        this.offsets = offsets;
    }

    int partition() {
        return partition;
    }

    boolean isDone() {
        return next == offsets.length;
    }

    /** The first offset that is left. */
    long nextOffset() {
        return offsets[next];
    }

    /** Everything before this offset is done. */
    void skipTo(long offset) {
        while (next < offsets.length && offsets[next] < offset) {
            next++;
        }
    }
}
