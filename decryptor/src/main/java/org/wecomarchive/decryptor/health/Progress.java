package org.wecomarchive.decryptor.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.decryptor.topology.ProgressListener;

/**
 * Counts the records that got past the highest offset before: a thread that dies over and over at one record repeats the
 * ones before it, and that is no progress.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class Progress implements ProgressListener {

    private final Map<Integer, Long> highest = new ConcurrentHashMap<>();
    private final AtomicLong recordsDone = new AtomicLong();
    private volatile boolean failing;

    @Override
    public void advanced(RecordPosition at) {
        Long before = highest.get(at.partition());
        if (before == null || at.offset() > before) {
            highest.put(at.partition(), at.offset());
            recordsDone.incrementAndGet();
            failing = false;
        }
    }

    /** A stream thread has died; until the next progress, standing still is a failure. */
    public void failed() {
        failing = true;
    }

    boolean isFailing() {
        return failing;
    }

    /** Records done since start, each once. */
    public long recordsDone() {
        return recordsDone.get();
    }
}
