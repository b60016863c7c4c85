package org.wecomarchive.decryptor.prefetch;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.outcome.RecordPosition;

/**
 * The work for one polled record, begun at most once: by a batch of the pool, or by the stream when it gets there first.
 *
 * <p><b>Invariants.</b> Until {@link #release} the task holds a reservation that covers the raw value and its result. A
 * result that does not fit is not kept. A running batch holds more than that, but only for its own records.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class PrefetchTask {

    /** An event repeats most of its payload in typed fields: it is seldom more than twice as long as the raw value. */
    private static final int EXPECTED_GROWTH = 2;
    /** Objects around the bytes. */
    private static final long OVERHEAD_BYTES = 512;

    private final RecordPosition at;
    private final byte[] value;
    private final ByteBudget budget;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Optional<Decryption>> result = new CompletableFuture<>();
    private long reserved;

    private PrefetchTask(RecordPosition at, byte[] value, ByteBudget budget) {
        this.at = at;
        this.value = value;
        this.budget = budget;
        this.reserved = expectedBytes(value);
    }

    /** A task whose bytes are reserved; empty when the budget does not cover them. */
    static Optional<PrefetchTask> within(ByteBudget budget, RecordPosition at, byte[] value) {
        return budget.reserve(expectedBytes(value))
                ? Optional.of(new PrefetchTask(at, value, budget))
                : Optional.empty();
    }

    private static long expectedBytes(byte[] value) {
        return OVERHEAD_BYTES + (1L + EXPECTED_GROWTH) * value.length;
    }

    RecordPosition at() {
        return at;
    }

    /** The raw value itself, which nobody changes. */
    byte[] value() {
        return value;
    }

    /** Whether it is the work for these very bytes. */
    boolean isFor(byte[] other) {
        return Arrays.equals(value, other);
    }

    /** Takes the work away from all others, who then never do it; false when it has begun already. */
    boolean claim() {
        return begun.compareAndSet(false, true);
    }

    /** The pool has decrypted the record; a result that the budget does not cover is dropped. */
    void done(Decryption decryption) {
        result.complete(kept(decryption));
    }

    /** The pool has met an error, which goes to the stream. */
    void fail(Error error) {
        result.completeExceptionally(error);
    }

    /** The pool is done with the task; if it has brought no result, it will bring none. */
    void end() {
        result.complete(Optional.empty());
    }

    boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the pool, which has begun the work: a few seconds at most, as its call of the library does.
     *
     * @return empty when there is no result, for whatever reason: then the work has to be done again
     */
    Optional<Decryption> await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a task fails with an error only", e.getCause());
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
