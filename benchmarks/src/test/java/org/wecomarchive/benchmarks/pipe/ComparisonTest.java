package org.wecomarchive.benchmarks.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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

    /** 50 µs a payload through the pipe, 40 µs of them the library's: 10 µs are the pipe's own. */
    @Test
    void takesTheWorkOfTheLibraryFromWhatThePipeCosts() {
        Comparison comparison = new Comparison(SHAPE, List.of(20_000.0), List.of(25_000.0));

        assertThat(comparison.pipeMicros().median()).isCloseTo(10, within(1e-9));
        assertThat(comparison.pipeAlone()).isCloseTo(100_000, within(1e-3));
        assertThat(comparison.met()).isFalse();
        assertThat(comparison.metByPipeAlone()).isTrue();
    }

    @Test
    void subtractsRoundByRoundAndJudgesByTheMedian() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(20_000.0, 25_000.0, 10_000.0), List.of(40_000.0, 50_000.0, 12_500.0));

        Spread micros = comparison.pipeMicros();

        assertThat(micros.lowest()).isCloseTo(20, within(1e-9));
        assertThat(micros.median()).isCloseTo(20, within(1e-9));
        assertThat(micros.highest()).isCloseTo(25, within(1e-9));
        assertThat(comparison.pipeAlone()).isCloseTo(50_000, within(1e-3));
        assertThat(comparison.metByPipeAlone()).isFalse();
    }

    @Test
    void findsNoLimitOfAPipeThatIsLostInTheNoise() {
        Comparison comparison = new Comparison(SHAPE, List.of(50_000.0), List.of(49_000.0));

        assertThat(comparison.pipeAlone()).isInfinite();
        assertThat(comparison.metByPipeAlone()).isTrue();
    }

    @Test
    void saysBothRatesTheRatioThePriceAndBothVerdicts() {
        Comparison comparison =
                new Comparison(SHAPE, List.of(80_000.0, 20_000.0, 50_000.0), List.of(100_000.0, 100_000.0, 200_000.0));

        assertThat(comparison.text().lines())
                .containsExactly(
                        "batches of 64: pipe 50,000/s (20,000 to 80,000) / in process 100,000/s (100,000 to 200,000)"
                                + " = 0.25 (0.20 to 0.80)",
                        "    the pipe itself: 15.0 (2.5 to 40.0) µs a payload, 66,667/s; at least 60,000/s per core:"
                                + " with the library's work NOT met, the pipe itself met");
    }

    @Test
    void refusesRoundsThatLackASide() {
        List<Double> two = List.of(1.0, 2.0);

        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(SHAPE, two, List.of(1.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Comparison(SHAPE, List.of(), List.of()));
    }
}
