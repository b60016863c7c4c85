package org.wecomarchive.benchmarks.pipe;

import java.util.List;

/** The middle of some measurements and how far they lie apart. */
record Spread(double median, double lowest, double highest) {

    /** @throws IllegalArgumentException without a measurement */
    static Spread of(List<Double> measured) {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = measured.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        double median = (sorted.get(lower) + sorted.get(upper)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
