package org.wecomarchive.financesdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartBackoffTest {

    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void restartsAtOnceAfterOneLoss() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 1.0);

        backoff.ready();
        backoff.lost();

        assertThat(backoff.remaining()).isZero();
    }

    @Test
    void doublesUpToTheCap() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 1.0);

        assertThat(IntStream.range(0, 8).mapToObj(i -> backoff.lost().toMillis()))
                .containsExactly(0L, 250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L);
    }

    @Test
    void takesAtLeastHalfOfThePause() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 0.0);

        backoff.lost();

        assertThat(backoff.lost()).isEqualTo(Duration.ofMillis(125));
    }

    @Test
    void thePausePasses() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 1.0);
        backoff.lost();
        backoff.lost();

        nanos.addAndGet(Duration.ofMillis(249).toNanos());
        assertThat(backoff.remaining()).isEqualTo(Duration.ofMillis(1));

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(backoff.remaining()).isZero();
    }

    @Test
    void forgetsAfterThirtySecondsOfService() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 1.0);
        backoff.lost();
        backoff.lost();

        backoff.ready();
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        assertThat(backoff.lost()).isZero();
    }

    @Test
    void doesNotForgetWhileItNeverGetsReady() {
        RestartBackoff backoff = new RestartBackoff(nanos::get, () -> 1.0);
        backoff.startFailed();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(backoff.startFailed()).isEqualTo(Duration.ofMillis(250));
    }
}
