package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.wecomarchive.decryptor.decryption.Decrypter;
import org.wecomarchive.decryptor.decryption.Decryption;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.failure.TryLaterException;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.recovery.Backoff;

/**
 * Tries a record again through short trouble, and gives up on purpose before its transaction would time out.
 *
 * <p>Kafka aborts a transaction of exactly-once Streams after 10 s, and the thread would then do the same work for ever
 * while it calls itself running. All waiting within one window of 10 s adds up to at most 3 s, however many records it is
 * spent on.
 *
 * <p><b>Threads.</b> One instance for each processor.
 */
final class Patience {

    static final Duration MOST_WAITING = Duration.ofSeconds(3);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Decrypter decrypter;
    private final Backoff backoff;
    private final Pauses pauses;
    private final LongSupplier nanoTime;

    private long windowStart;
    private Duration spent = Duration.ZERO;

    Patience(Decrypter decrypter, Backoff backoff, Pauses pauses, LongSupplier nanoTime) {
        this.decrypter = decrypter;
        this.backoff = backoff;
        this.pauses = pauses;
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /**
     * Decrypts, again after a pause while the trouble is short.
     *
     * @throws TryLaterException when it is not
     */
    Decryption decrypt(RecordPosition at, byte[] value) {
        for (int attempt = 1; ; attempt++) {
            long start = nanoTime.getAsLong();
            try {
                return decrypter.decrypt(at, value);
            } catch (TransientTroubleException e) {
                Duration pause = backoff.after(attempt);
                spend(start, pause);
                if (spent.compareTo(MOST_WAITING) > 0 || !pauses.pause(pause)) {
                    throw new TryLaterException(e);
                }
            }
        }
    }

    private void spend(long start, Duration pause) {
        if (start - windowStart > WINDOW.toNanos()) {
            windowStart = start;
            spent = Duration.ZERO;
        }
        spent = spent.plusNanos(nanoTime.getAsLong() - start).plus(pause);
    }
}
