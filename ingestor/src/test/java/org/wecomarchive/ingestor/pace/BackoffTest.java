package org.wecomarchive.ingestor.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), new Random(1));

    @Test
    void doublesUpToItsCapAndTakesAtMostHalfOff() {
        long ceiling = 200;
        for (int attempt = 1; attempt <= 20; attempt++) {
            Duration pause = backoff.next();

            assertThat(pause).isBetween(Duration.ofMillis(ceiling / 2), Duration.ofMillis(ceiling));
            assertThat(backoff.attempts()).isEqualTo(attempt);
            ceiling = Math.min(30_000, ceiling * 2);
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(backoff.attempts()).isEqualTo(1);
    }

    @Test
    void spreadsThoseThatFailedTogether() {
        Backoff other = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), new Random(2));

        assertThat(other.next()).isNotEqualTo(backoff.next());
    }

    @Test
    void refusesACapBelowTheFirstPause() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
