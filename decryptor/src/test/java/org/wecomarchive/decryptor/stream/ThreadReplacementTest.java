package org.wecomarchive.decryptor.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.State;

final class ThreadReplacementTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, changes::add);
    private final List<Throwable> fatal = new ArrayList<>();
    private final AtomicLong recordsDone = new AtomicLong();
    private boolean running = true;
    private final ThreadReplacement replacement = new ThreadReplacement(
            recoveries.open("decryption", new Backoff(Duration.ofMillis(500), MOST), MOST),
            this::pause,
            recordsDone::get,
            fatal::add);

    @Test
    void replacesTheThreadAfterGrowingPauses() {
        for (int i = 0; i < 9; i++) {
            assertThat(replacement.handle(new TimeoutException(""))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(pauses).hasSize(9).allMatch(pause -> pause.compareTo(MOST) <= 0);
        assertThat(pauses.subList(0, 6)).isSorted();
        assertThat(changes).extracting(Change::phase).containsExactly(Change.Phase.BEGAN);
    }

    @Test
    void startsOverAfterProgress() {
        replacement.handle(new TimeoutException(""));
        replacement.handle(new TimeoutException(""));
        recordsDone.incrementAndGet();
        replacement.handle(new TimeoutException(""));

        assertThat(pauses.get(2)).isLessThan(pauses.get(1));
        assertThat(changes)
                .extracting(Change::phase)
                .containsExactly(Change.Phase.BEGAN, Change.Phase.OVER, Change.Phase.BEGAN);
    }

    @Test
    void hasRecoveredWithTheNextRecord() {
        replacement.handle(new TimeoutException(""));
        replacement.sample();
        State before = recoveries.state();
        recordsDone.incrementAndGet();
        replacement.sample();

        assertThat(before).isEqualTo(State.BACKING_OFF);
        assertThat(recoveries.state()).isEqualTo(State.RUNNING);
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
