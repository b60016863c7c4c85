package org.wecomarchive.decryptor.ahead;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * The work for one polled record, begun at most once: by the pool, or by the stream when it gets there first.
 *
 * <p><b>Invariants.</b> Until {@link #release} the task holds a reservation that covers the raw value and its result. A
 * result that does not fit is not kept. What a task that runs just now holds on top is no more than one record.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class AheadTask implements Runnable {

    /** An event repeats most of its payload in typed fields: it is seldom more than twice as long as the raw value. */
    private static final int EXPECTED_GROWTH = 2;
    /** Objects around the bytes. */
    private static final long OVERHEAD_BYTES = 512;

    private final byte[] value;
    private final ByteBudget budget;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final FutureTask<Optional<Decryption>> work;
    private long reserved;

    private AheadTask(Decrypter decrypter, RecordPosition at, byte[] value, ByteBudget budget) {
        this.value = value;
        this.budget = budget;
        this.reserved = expectedBytes(value);
        this.work = new FutureTask<>(() -> kept(decrypter.decrypt(at, value)));
    }

    /** A task whose bytes are reserved; empty when the budget does not cover them. */
    static Optional<AheadTask> within(ByteBudget budget, Decrypter decrypter, RecordPosition at, byte[] value) {
        return budget.reserve(expectedBytes(value))
                ? Optional.of(new AheadTask(decrypter, at, value, budget))
                : Optional.empty();
    }

    private static long expectedBytes(byte[] value) {
        return OVERHEAD_BYTES + (1L + EXPECTED_GROWTH) * value.length;
    }

    /** Whether it is the work for these very bytes. */
    boolean isFor(byte[] other) {
        return Arrays.equals(value, other);
    }

    /** Takes the work away from the pool, which then never does it; false when it has begun already. */
    boolean claim() {
        return begun.compareAndSet(false, true);
    }

    @Override
    public void run() {
        if (claim()) {
            work.run();
        }
    }

    boolean isDone() {
        return work.isDone();
    }

    /**
     * Waits for work that has begun: a few seconds at most, as {@link Decrypter#decrypt} does.
     *
     * @return empty when the work failed, for whatever reason, or its result was not kept: then it has to be done again
     */
    Optional<Decryption> await() throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return Optional.empty();
        }
    }

    private synchronized Optional<Decryption> kept(Decryption decryption) {
        if (reserved == 0) {
            return Optional.of(decryption);
        }
        long needed = OVERHEAD_BYTES + value.length + decryption.outcome().bytes();
        if (needed > reserved && !budget.reserve(needed - reserved)) {
            return Optional.empty();
        }
        if (needed < reserved) {
            budget.release(reserved - needed);
        }
        reserved = needed;
        return Optional.of(decryption);
    }

    /** Gives the bytes back: from here on the taker holds them, or nobody does. */
    synchronized void release() {
        budget.release(reserved);
        reserved = 0;
    }

    /** Gives the bytes back; work that has not begun is never done. */
    void discard() {
        claim();
        release();
    }
}
