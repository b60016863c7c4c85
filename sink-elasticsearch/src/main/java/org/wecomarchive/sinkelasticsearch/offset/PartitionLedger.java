package org.wecomarchive.sinkelasticsearch.offset;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The records of one partition that are on their way, in the order of their offsets.
 *
 * <p>Invariants: the first entry is not settled after {@link #firstUnsettled()}; every offset below it that was ever taken is
 * settled; offsets rise. An offset that is not above the last one means that the consumer went back: what was on its way
 * from there on comes again and is tracked anew, and old entries, when settled, change nothing.
 */
final class PartitionLedger {

    private final Deque<OffsetEntry> entries = new ArrayDeque<>();
    private long last = -1;

    OffsetEntry take(long offset) {
        if (offset <= last) {
            entries.removeIf(entry -> entry.offset() >= offset);
        }
        OffsetEntry entry = new OffsetEntry(offset);
        entries.addLast(entry);
        last = offset;
        return entry;
    }

    /** The offset that may be committed at most; empty if nothing is on its way. */
    OptionalLong firstUnsettled() {
        while (!entries.isEmpty() && entries.peekFirst().isSettled()) {
            entries.removeFirst();
        }
        return entries.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(entries.peekFirst().offset());
    }
}
