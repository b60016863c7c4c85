package org.wecomarchive.testkit.wait;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Repeats a question until the answer is yes or the time is up.
 *
 * @param atMost how long to wait in all, positive
 * @param between pause between two questions, positive
 */
public record BoundedWait(Duration atMost, Duration between) {

    /**
     * A question that may be put many times.
     *
     * @param <E> a failure that ends the wait at once
     */
    @FunctionalInterface
    public interface Question<E extends Exception> {
        /** Whether the wait is over. */
        boolean answered() throws E, InterruptedException, TimeoutException;
    }

    public BoundedWait {
        if (atMost.isNegative() || atMost.isZero() || between.isNegative() || between.isZero()) {
            throw new IllegalArgumentException("durations must be positive: " + atMost + ", " + between);
        }
    }

    /** Asks every 50 ms. */
    public static BoundedWait of(Duration atMost) {
        return new BoundedWait(atMost, Duration.ofMillis(50));
    }

    /**
     * Returns once the question is answered with yes.
     *
     * @param what the end of the sentence "waited 10 s for …"
     * @throws TimeoutException if the time is up
     * @throws E whatever the question throws, at once
     */
    public <E extends Exception> void until(String what, Question<E> question)
            throws E, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!question.answered()) {
            if (System.nanoTime() >= deadline) {
                throw new TimeoutException("waited " + atMost.toSeconds() + " s for " + what);
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        // Nobody counts down: a pause that an interrupt ends at once.
        new CountDownLatch(1).await(between.toNanos(), TimeUnit.NANOSECONDS);
    }
}
