package org.wecomarchive.quickstart.books;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a question again and again.
 *
 * @param interrupted counted down when the user has had enough
 * @param between pause between two questions
 */
record Waiting(Clock clock, CountDownLatch interrupted, Duration between) {

    /** Whether to end with an answer that has been the same since some moment; may also act on one that will not do. */
    @FunctionalInterface
    interface Judge<T> {
        boolean accepts(T answer, Instant since) throws IOException;
    }

    /** An answer, and since when it has been the same. */
    record Answer<T>(T value, Instant since) {}

    /** Returns the first answer that is accepted, or the last one when the user has had enough. */
    <T> Answer<T> until(Watch.Question<T> question, Judge<T> judge)
            throws InterruptedException, TimeoutException, IOException {
        Answer<T> last = new Answer<>(question.ask(), clock.instant());
        while (!judge.accepts(last.value(), last.since())
                && !interrupted.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
            T next = question.ask();
            if (!next.equals(last.value())) {
                last = new Answer<>(next, clock.instant());
            }
        }
        return last;
    }
}
