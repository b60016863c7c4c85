package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The bounded queue between the fetch thread and Connect's {@code poll()}.
 *
 * <p><b>Bounds.</b> Numbers of batches and of bytes; a single larger batch passes when the queue is empty.
 * <b>Order.</b> First in, first out; a failure surfaces once, after all batches before it. <b>Threads.</b> One puts,
 * one takes.
 */
public final class HandOff {

    private final int maxBatches;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<FetchedBatch> batches = new ArrayDeque<>();
    private long bytes;
    private Optional<ConnectException> failure = Optional.empty();

    public HandOff(int maxBatches, long maxBytes) {
        if (maxBatches < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("both bounds must be at least 1: " + maxBatches + ", " + maxBytes);
        }
        this.maxBatches = maxBatches;
        this.maxBytes = maxBytes;
    }

    /** Adds a batch, waiting while the queue is full. */
    public void put(FetchedBatch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!fits(batch)) {
                changed.await();
            }
            batches.add(batch);
            bytes += batch.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the queue with a failure. */
    public void fail(ConnectException reason) {
        lock.lock();
        try {
            failure = Optional.of(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next batch, waiting at most {@code atMost} for one.
     *
     * @return its records; empty when none came
     * @throws ConnectException once, when there is nothing left but the failure
     */
    public List<SourceRecord> take(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && failure.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return batches.isEmpty() ? surfaceFailure() : removeFirst();
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(FetchedBatch batch) {
        return batches.isEmpty() || (batches.size() < maxBatches && bytes + batch.bytes() <= maxBytes);
    }

    private List<SourceRecord> removeFirst() {
        FetchedBatch batch = batches.remove();
        bytes -= batch.bytes();
        changed.signalAll();
        return batch.records();
    }

    private List<SourceRecord> surfaceFailure() {
        if (failure.isPresent()) {
            ConnectException reason = failure.get();
            failure = Optional.empty();
            throw reason;
        }
        return List.of();
    }
}
