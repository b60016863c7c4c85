package org.wecomarchive.decryptor.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.failure.FatalTroubleException;

final class ThreadReplacementTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> 0.999999);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<Throwable> fatal = new ArrayList<>();
    private final AtomicLong recordsDone = new AtomicLong();
    private boolean running = true;
    private final ThreadReplacement replacement =
            new ThreadReplacement(BACKOFF, this::pause, recordsDone::get, fatal::add);

    @Test
    void replacesTheThreadAfterGrowingPauses() {
        for (int i = 0; i < 9; i++) {
            assertThat(replacement.handle(new TimeoutException(""))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(pauses.stream().map(Duration::toMillis))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void startsOverAfterProgress() {
        replacement.handle(new TimeoutException(""));
        replacement.handle(new TimeoutException(""));
        recordsDone.incrementAndGet();
        replacement.handle(new TimeoutException(""));

        assertThat(pauses.stream().map(Duration::toMillis)).containsExactly(500L, 1000L, 500L);
    }

    @Test
    void waitsLongForAnOperator() {
        assertThat(replacement.handle(new StreamsException(new TopicAuthorizationException(""))))
                .isEqualTo(REPLACE_THREAD);

        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void endsTheProgramForAFatalFailure() {
        FatalTroubleException failure = new FatalTroubleException("wrong setting");

        assertThat(replacement.handle(failure)).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).containsExactly(failure);
        assertThat(pauses).isEmpty();
    }

    @Test
    void replacesNothingWhileTheProgramStops() {
        running = false;

        assertThat(replacement.handle(new TimeoutException(""))).isEqualTo(SHUTDOWN_CLIENT);

        assertThat(fatal).isEmpty();
    }

    private boolean pause(Duration duration) {
        pauses.add(duration);
        return running;
    }
}
