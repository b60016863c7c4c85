package org.wecomarchive.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(7));

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "2000000000, 1000"})
    void doublesUpToTheCapAndTakesUpToHalfOff(int attempt, long nominalMs) {
        assertThat(backoff.delayAfter(attempt))
                .isBetween(Duration.ofMillis(nominalMs / 2), Duration.ofMillis(nominalMs));
    }
}
