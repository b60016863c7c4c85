package org.wecomarchive.financesdk.process;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How long the process may not be started again: not at all after a first loss, then 250 ms doubling to 5 s, half of it at
 * random. A process that lived for 30 s starts the count anew.
 *
 * <p><b>Threads.</b> Safe.
 */
final class RestartBackoff {

    private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
    private static final long CAP_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long STABLE_NANOS = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTicker;
    private final DoubleSupplier random;
    private int losses;
    private long readySince;
    private long notBefore;

    /**
     * @param nanoTicker monotonic nanoseconds
     * @param random from 0 to 1
     */
    RestartBackoff(LongSupplier nanoTicker, DoubleSupplier random) {
        this.nanoTicker = nanoTicker;
        this.random = random;
        this.readySince = nanoTicker.getAsLong();
        this.notBefore = readySince;
    }

    synchronized void ready() {
        readySince = nanoTicker.getAsLong();
    }

    /** The process, which was {@linkplain #ready ready}, was lost. */
    synchronized Duration lost() {
        if (nanoTicker.getAsLong() - readySince >= STABLE_NANOS) {
            losses = 0;
        }
        return startFailed();
    }

    /** The process did not get ready. Returns the pause that follows. */
    synchronized Duration startFailed() {
        losses++;
        long delay = losses == 1 ? 0 : Math.min(CAP_NANOS, FIRST_NANOS << Math.min(losses - 2, 10));
        delay = (long) (delay * (0.5 + random.getAsDouble() / 2));
        notBefore = nanoTicker.getAsLong() + delay;
        return Duration.ofNanos(delay);
    }

    /** Zero when it may be started now. */
    synchronized Duration remaining() {
        return Duration.ofNanos(Math.max(0, notBefore - nanoTicker.getAsLong()));
    }

    synchronized int losses() {
        return losses;
    }
}
