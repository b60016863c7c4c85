package org.wecomarchive.sinkelasticsearch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PausesTest {

    private final Pauses pauses = new Pauses(Duration.ofSeconds(2), new Random(1));

    @Test
    void doublesUpToTheCapLessAtMostHalf() {
        for (int failures = 1; failures < 100; failures++) {
            long nominal = Math.min(2000, 100L << Math.min(failures - 1, 20));

            assertThat(pauses.after(failures).toMillis()).isBetween(nominal / 2, nominal);
        }
    }

    @Test
    void waitsForAPersonAtTheCap() {
        assertThat(pauses.forOperator()).isEqualTo(Duration.ofSeconds(2));
    }
}
