package org.wecomarchive.decryptor.release;

/** How many records may be due at the same time, in all partitions together. Not safe for use by several threads. */
final class SliceBudget {

    private final int most;
    private int taken;

    SliceBudget(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a slice needs room: " + most);
        }
        this.most = most;
    }

    /** Takes room for one record, if there is any. */
    boolean take() {
        if (taken == most) {
            return false;
        }
        taken++;
        return true;
    }

    void giveBack(int records) {
        taken -= records;
    }

    /** Whether reading on is worth while. */
    boolean hasRoom() {
        return taken <= most / 2;
    }
}
