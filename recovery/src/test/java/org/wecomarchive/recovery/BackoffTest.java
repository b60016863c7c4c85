package org.wecomarchive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @ParameterizedTest
    @CsvSource({"1, 80, 120", "2, 160, 240", "3, 320, 480", "6, 2560, 3840", "7, 4000, 5000", "1000000, 4000, 5000"})
    void doublesUpToTheCap(int failures, long leastMs, long mostMs) {
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.after(failures)).isBetween(Duration.ofMillis(leastMs), Duration.ofMillis(mostMs));
        }
    }

    @Test
    void mayHaveOnePauseOnly() {
        Backoff steady = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(steady.after(9)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusesAPauseThatCannotGrow() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
