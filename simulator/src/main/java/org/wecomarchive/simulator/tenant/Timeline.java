package org.wecomarchive.simulator.tenant;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When each record reached the archive. Each growth spreads its records evenly over the time since the growth before.
 *
 * <p>Invariants: size and time never fall. One thread grows, any number of threads read.
 */
final class Timeline {

    private final ConcurrentSkipListMap<Long, Growth> growths = new ConcurrentSkipListMap<>();
    private volatile long size;
    private volatile Instant end;

    Timeline(Instant start) {
        this.end = start;
    }

    private record Growth(long fromSize, long fromMs, long toSize, long toMs) {

        private Instant archivedAt(long index) {
            long position = index - fromSize + 1;
            return Instant.ofEpochMilli(fromMs + (toMs - fromMs) * position / (toSize - fromSize));
        }
    }

    long size() {
        return size;
    }

    Instant end() {
        return end;
    }

    void growTo(long newSize, Instant time) {
        if (newSize <= size || time.isBefore(end)) {
            throw new IllegalArgumentException("a tenant only grows, and time only passes");
        }
        growths.put(newSize, new Growth(size, end.toEpochMilli(), newSize, time.toEpochMilli()));
        end = time;
        size = newSize;
    }

    Instant archivedAt(long index) {
        Map.Entry<Long, Growth> growth = growths.higherEntry(index);
        if (growth == null || index < 0) {
            throw new IndexOutOfBoundsException("no record at " + index + " of " + size);
        }
        return growth.getValue().archivedAt(index);
    }

    /** The lowest index whose record was archived at {@code time} or later; the size if there is none. */
    long firstSince(Instant time) {
        return SeqScale.first(size, index -> !archivedAt(index).isBefore(time));
    }
}
