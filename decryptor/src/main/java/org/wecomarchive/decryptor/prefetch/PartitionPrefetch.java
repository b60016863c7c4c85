package org.wecomarchive.decryptor.prefetch;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is prefetched for one partition of one consumer, by offset.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class PartitionPrefetch {

    private final NavigableMap<Long, PrefetchTask> tasks = new TreeMap<>();

    synchronized void put(long offset, PrefetchTask task) {
        PrefetchTask before = tasks.put(offset, task);
        if (before != null) {
            before.discard();
        }
    }

    /** The task of the offset; those of lower offsets are discarded, for the stream has passed them. */
    synchronized Optional<PrefetchTask> take(long offset) {
        Optional<PrefetchTask> wanted = Optional.ofNullable(tasks.remove(offset));
        wanted.ifPresent(PrefetchTask::release);
        discard(tasks.headMap(offset, true));
        return wanted;
    }

    synchronized void clear() {
        discard(tasks);
    }

    synchronized int size() {
        return tasks.size();
    }

    private static void discard(NavigableMap<Long, PrefetchTask> passed) {
        passed.values().forEach(PrefetchTask::discard);
        passed.clear();
    }
}
