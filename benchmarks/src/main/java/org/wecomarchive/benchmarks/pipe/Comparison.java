package org.wecomarchive.benchmarks.pipe;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * The pipe beside its limit, for one shape of calls: the same calls of the same library in this process.
 *
 * @param shape how the payloads were handed over
 * @param pipe payloads per CPU second through the pipe, by round
 * @param limit payloads per CPU second without it, of the same rounds
 */
record Comparison(CallShape shape, List<Double> pipe, List<Double> limit) {

    /**
     * What the pipe must carry: payloads per second of one core. Read strictly, the library's work is included, which a machine
     * may be too slow for without any pipe; so it is judged without it as well.
     */
    static final int REQUIRED = 60_000;

    private static final double MICROS_OF_A_SECOND = TimeUnit.SECONDS.toMicros(1);

    /** @throws IllegalArgumentException when a round lacks one of its sides, or there is none */
    Comparison {
        if (pipe.isEmpty() || pipe.size() != limit.size()) {
            throw new IllegalArgumentException(
                    "rounds of the pipe: " + pipe.size() + ", rounds of its limit: " + limit.size());
        }
        pipe = List.copyOf(pipe);
        limit = List.copyOf(limit);
    }

    /** Of the ratios of each round, as the two sides of a round meet about the same load. */
    Spread ratio() {
        return byRound((piped, direct) -> piped / direct);
    }

    /** Microseconds of CPU time a payload that the pipe adds, by round: both sides have the library's work in them. */
    Spread pipeMicros() {
        return byRound((piped, direct) -> MICROS_OF_A_SECOND / piped - MICROS_OF_A_SECOND / direct);
    }

    /**
     * Payloads that the pipe itself could carry per CPU second if the library took no time; infinitely many where it costs no
     * more than the measurement scatters.
     */
    double pipeAlone() {
        double micros = pipeMicros().median();
        return micros > 0 ? MICROS_OF_A_SECOND / micros : Double.POSITIVE_INFINITY;
    }

    /** Whether the median of the rounds, not the best of them, is enough: with the library's work. */
    boolean met() {
        return Spread.of(pipe).median() >= REQUIRED;
    }

    /** Whether the pipe itself is cheap enough, however fast the library is. */
    boolean metByPipeAlone() {
        return pipeAlone() >= REQUIRED;
    }

    /** Two lines for the report. */
    String text() {
        Spread ratio = ratio();
        Spread micros = pipeMicros();
        return String.format(
                Locale.ROOT,
                "%s: pipe %s / in process %s = %.2f (%.2f to %.2f)%n"
                        + "    the pipe itself: %.1f (%.1f to %.1f) µs a payload, %,.0f/s; at least %,d/s per core:"
                        + " with the library's work %s, the pipe itself %s",
                shape.name(),
                rates(pipe),
                rates(limit),
                ratio.median(),
                ratio.lowest(),
                ratio.highest(),
                micros.median(),
                micros.lowest(),
                micros.highest(),
                pipeAlone(),
                REQUIRED,
                verdict(met()),
                verdict(metByPipeAlone()));
    }

    private Spread byRound(DoubleBinaryOperator ofRound) {
        return Spread.of(IntStream.range(0, pipe.size())
                .mapToObj(round -> ofRound.applyAsDouble(pipe.get(round), limit.get(round)))
                .toList());
    }

    private static String verdict(boolean met) {
        return met ? "met" : "NOT met";
    }

    private static String rates(List<Double> rates) {
        Spread spread = Spread.of(rates);
        return String.format(
                Locale.ROOT, "%,.0f/s (%,.0f to %,.0f)", spread.median(), spread.lowest(), spread.highest());
    }
}
