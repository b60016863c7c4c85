package org.wecomarchive.decryptor.parked;

/** How many records may be due at the same time, in all partitions together. Not safe for use by several threads. */
public final class SliceBudget {

    private final int most;
    private int taken;

    public SliceBudget(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a slice needs room: " + most);
        }
        this.most = most;
    }

    /** Takes room for one record, if there is any. */
    public boolean take() {
        if (taken == most) {
            return false;
        }
        taken++;
        return true;
    }

    public void giveBack(int records) {
        taken -= records;
    }

    /** Whether reading on is worth while. */
    public boolean hasRoom() {
        return taken <= most / 2;
    }
}
