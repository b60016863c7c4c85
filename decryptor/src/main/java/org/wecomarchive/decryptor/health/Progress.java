package org.wecomarchive.decryptor.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * Counts the records that lie beyond the highest offset so far, and remembers where threads of the stream have died.
 *
 * <p>A thread that dies at one record over and over repeats the records before it; that is no progress.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class Progress {

    private final Map<Integer, Long> highest = new ConcurrentHashMap<>();
    private final Map<Integer, Long> failures = new ConcurrentHashMap<>();
    private final AtomicLong recordsDone = new AtomicLong();
    private volatile boolean failing;

    /** The record has an outcome, whose transaction is still open. */
    public void advanced(RecordPosition at) {
        if (at.offset() > highest(at.partition())) {
            highest.put(at.partition(), at.offset());
            recordsDone.incrementAndGet();
        }
    }

    /** The record cannot get an outcome now: its thread dies, or its partition is held back. */
    public void failed(RecordPosition at) {
        failures.put(at.partition(), at.offset());
    }

    /** A stream thread has died, for whatever reason. */
    public void failed() {
        failing = true;
    }

    /** Whether a thread has died since the stream was last seen to make progress. */
    boolean isFailing() {
        return failing;
    }

    /** The stream makes progress in all its partitions. */
    void recovered() {
        failing = false;
    }

    /** The offset at which a thread has died, by partition. */
    Map<Integer, Long> failures() {
        return Map.copyOf(failures);
    }

    /** The group has got past the record at which a thread has died. */
    void recovered(int partition) {
        failures.remove(partition);
    }

    /** The highest offset that has an outcome, committed or not; -1 for none since start. */
    long highest(int partition) {
        return highest.getOrDefault(partition, -1L);
    }

    /** Records done since start, each once. */
    public long recordsDone() {
        return recordsDone.get();
    }
}
