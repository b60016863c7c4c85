package org.wecomarchive.cli.wait;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.wecomarchive.recovery.Sleeper;

/**
 * Looks again and again until something is so.
 *
 * @param nanoTime monotonic clock in nanoseconds
 */
public record Waiting(LongSupplier nanoTime, Sleeper sleeper) {

    private static final Duration BETWEEN = Duration.ofMillis(200);

    /**
     * Something that becomes true.
     *
     * @param <E> what ends the waiting
     */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        boolean holds() throws E, InterruptedException;
    }

    public static Waiting real() {
        return new Waiting(System::nanoTime, Sleeper.system());
    }

    /** Whether it was so in time. */
    public <E extends Exception> boolean until(Condition<E> condition, Duration atMost) throws E, InterruptedException {
        long start = nanoTime.getAsLong();
        while (!condition.holds()) {
            if (nanoTime.getAsLong() - start > atMost.toNanos()) {
                return false;
            }
            sleeper.sleep(BETWEEN);
        }
        return true;
    }
}
