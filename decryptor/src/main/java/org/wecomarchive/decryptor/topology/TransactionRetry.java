package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.recovery.Backoff;

/**
 * Tries a record again through short trouble, and gives up on purpose before its transaction would time out.
 *
 * <p>Kafka aborts a transaction of exactly-once Streams after 10 s, and the thread would then do the same work for ever
 * while it calls itself running. A transaction belongs to a stream thread, and is for all its tasks: all waiting of
 * one thread within one window of 10 s adds up to at most 3 s, however many records and partitions it is spent on.
 *
 * <p><b>Threads.</b> Safe for any number; each has a window of its own.
 */
public final class TransactionRetry implements Decrypter {

    static final Duration MOST_WAITING = Duration.ofSeconds(3);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Decrypter decrypter;
    private final Backoff backoff;
    private final Pauses pauses;
    private final LongSupplier nanoTime;
    private final ThreadLocal<Window> windows;

    /** What a thread has waited since some moment. */
    private record Window(long start, Duration spent) {}

    TransactionRetry(Decrypter decrypter, Backoff backoff, Pauses pauses, LongSupplier nanoTime) {
        this.decrypter = decrypter;
        this.backoff = backoff;
        this.pauses = pauses;
        this.nanoTime = nanoTime;
        this.windows = ThreadLocal.withInitial(() -> new Window(nanoTime.getAsLong(), Duration.ZERO));
    }

    /**
     * Decrypts, again after a pause while the trouble is short.
     *
     * @throws StreamsException around the trouble when it is not: the thread ends on purpose, its transaction is aborted, and
     *     another thread starts at the same record after a pause
     */
    @Override
    public Decryption decrypt(RecordPosition at, byte[] value) {
        for (int attempt = 1; ; attempt++) {
            long start = nanoTime.getAsLong();
            try {
                return decrypter.decrypt(at, value);
            } catch (TransientTroubleException e) {
                Duration pause = backoff.after(attempt);
                if (spend(start, pause).compareTo(MOST_WAITING) > 0 || !pauses.pause(pause)) {
                    throw new StreamsException(e.getMessage(), e);
                }
            }
        }
    }

    private Duration spend(long start, Duration pause) {
        Window last = windows.get();
        Window window = start - last.start() > WINDOW.toNanos() ? new Window(start, Duration.ZERO) : last;
        Duration spent = window.spent().plusNanos(nanoTime.getAsLong() - start).plus(pause);
        windows.set(new Window(window.start(), spent));
        return spent;
    }
}
