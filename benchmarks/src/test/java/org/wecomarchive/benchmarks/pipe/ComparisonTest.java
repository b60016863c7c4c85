package org.wecomarchive.benchmarks.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final CallShape SHAPE = new CallShape("batches of 64", 64, 1);

    @Test
    void dividesRoundByRoundSoThatLoadWhichComesAndGoesCancels() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(80_000.0, 20_000.0, 60_000.0), List.of(160_000.0, 50_000.0, 100_000.0));

        Spread ratio = comparison.ratio();

        assertThat(ratio).isEqualTo(new Spread(0.5, 0.4, 0.6));
    }

    @Test
    void meetsTheRequirementByTheMedianExactly() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(10_000.0, 60_000.0, 61_000.0), List.of(100_000.0, 100_000.0, 100_000.0));

        assertThat(comparison.met()).isTrue();
    }

    @Test
    void doesNotMeetItByItsBestRound() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(90_000.0, 59_999.0, 50_000.0), List.of(100_000.0, 100_000.0, 100_000.0));

        assertThat(comparison.met()).isFalse();
    }

    @Test
    void saysBothRatesTheRatioAndTheVerdict() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(80_000.0, 20_000.0, 50_000.0), List.of(100_000.0, 100_000.0, 200_000.0));

        assertThat(comparison.text())
                .isEqualTo("batches of 64: pipe 50,000/s (20,000 to 80,000) / in process 100,000/s (100,000 to 200,000)"
                        + " = 0.25 (0.20 to 0.80); at least 60,000/s per core: NOT met");
    }

    @Test
    void refusesRoundsThatLackASide() {
        List<Double> two = List.of(1.0, 2.0);

        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(SHAPE, two, List.of(1.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(SHAPE, List.of(), List.of()));
    }
}
