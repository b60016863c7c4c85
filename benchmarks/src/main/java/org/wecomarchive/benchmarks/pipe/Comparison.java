package org.wecomarchive.benchmarks.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The pipe beside its limit, for one shape of calls: the same calls of the same library in this process.
 *
 * @param shape how the payloads were handed over
 * @param pipe payloads per CPU second through the pipe, by round
 * @param limit payloads per CPU second without it, of the same rounds
 */
record Comparison(CallShape shape, List<Double> pipe, List<Double> limit) {

    /** What the pipe must carry: payloads per second of one core, the library's work and both ends of the pipe included. */
    static final int REQUIRED = 60_000;

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
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < pipe.size(); round++) {
            ratios.add(pipe.get(round) / limit.get(round));
        }
        return Spread.of(ratios);
    }

    /** Whether the median of the rounds, not the best of them, is enough. */
    boolean met() {
        return Spread.of(pipe).median() >= REQUIRED;
    }

    /** One line for the report. */
    String text() {
        Spread ratio = ratio();
        return String.format(
                Locale.ROOT,
                "%s: pipe %s / in process %s = %.2f (%.2f to %.2f); at least %,d/s per core: %s",
                shape.name(),
                rates(pipe),
                rates(limit),
                ratio.median(),
                ratio.lowest(),
                ratio.highest(),
                REQUIRED,
                met() ? "met" : "NOT met");
    }

    private static String rates(List<Double> rates) {
        Spread spread = Spread.of(rates);
        return String.format(
                Locale.ROOT, "%,.0f/s (%,.0f to %,.0f)", spread.median(), spread.lowest(), spread.highest());
    }
}
