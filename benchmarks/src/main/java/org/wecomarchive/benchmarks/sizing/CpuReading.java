package org.wecomarchive.benchmarks.sizing;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each part has used since its start, at one moment.
 *
 * @param seconds of CPU time by part
 * @param at the moment, in nanoseconds of a clock of one's own
 */
record CpuReading(Map<Part, Double> seconds, long at) {

    private static final double NANOS_A_SECOND = 1e9;

    CpuReading {
        seconds = Map.copyOf(seconds);
    }

    /** Cores that each part was using since an earlier reading. */
    Map<Part, Double> coresSince(CpuReading earlier) {
        return ofEach(part -> (seconds.get(part) - earlier.seconds.get(part)) / secondsSince(earlier));
    }

    /**
     * CPU seconds since an earlier reading, less what the parts use in such a time with nothing to do.
     *
     * @param idle cores by part
     */
    Map<Part, Double> workSince(CpuReading earlier, Map<Part, Double> idle) {
        return ofEach(part -> seconds.get(part) - earlier.seconds.get(part) - idle.get(part) * secondsSince(earlier));
    }

    private double secondsSince(CpuReading earlier) {
        return (at - earlier.at) / NANOS_A_SECOND;
    }

    private Map<Part, Double> ofEach(ToDoubleFunction<Part> value) {
        Map<Part, Double> all = new EnumMap<>(Part.class);
        seconds.keySet().forEach(part -> all.put(part, value.applyAsDouble(part)));
        return all;
    }
}
