package org.wecomarchive.sinkelasticsearch.offset;

/** A record on its way; to be settled once, from any thread, when it is written or reported. */
public final class OffsetEntry {

    private final long offset;
    private volatile boolean settled;

    OffsetEntry(long offset) {
        this.offset = offset;
    }

    /** The record need not come again. */
    public void settle() {
        settled = true;
    }

    long offset() {
        return offset;
    }

    boolean isSettled() {
        return settled;
    }
}
