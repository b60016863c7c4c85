package org.wecomarchive.decryptor.ahead;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The work ahead of the stream for one partition of one consumer, by offset.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class Lane {

    private final NavigableMap<Long, AheadTask> tasks = new TreeMap<>();

    synchronized void put(long offset, AheadTask task) {
        AheadTask before = tasks.put(offset, task);
        if (before != null) {
            before.discard();
        }
    }

    /** The task of the offset; those of lower offsets are discarded, for the stream has passed them. */
    synchronized Optional<AheadTask> take(long offset) {
        Optional<AheadTask> wanted = Optional.ofNullable(tasks.remove(offset));
        wanted.ifPresent(AheadTask::release);
        discard(tasks.headMap(offset, true));
        return wanted;
    }

    synchronized void clear() {
        discard(tasks);
    }

    synchronized int size() {
        return tasks.size();
    }

    private static void discard(NavigableMap<Long, AheadTask> passed) {
        passed.values().forEach(AheadTask::discard);
        passed.clear();
    }
}
