package org.wecomarchive.benchmarks.sizing;

import java.util.EnumMap;
import java.util.Map;

/**
 * What some records took.
 *
 * @param records how many
 * @param cpuSeconds by part, less what the parts use with nothing to do
 * @param bytes by place
 */
record Load(long records, Map<Part, Double> cpuSeconds, Map<StoredIn, Long> bytes) {

    private static final double THOUSAND = 1_000;

    Load {
        cpuSeconds = Map.copyOf(cpuSeconds);
        bytes = Map.copyOf(bytes);
    }

    /**
     * Of one record, from two loads.
     *
     * @param idle cores that each part uses with nothing to do
     */
    static Figures figures(Load backlog, Load trickle, Map<Part, Double> idle) {
        Map<StoredIn, Figures.Bytes> bytes = new EnumMap<>(StoredIn.class);
        for (StoredIn place : StoredIn.values()) {
            bytes.put(place, new Figures.Bytes(backlog.bytesARecord(place), trickle.bytesARecord(place)));
        }
        Map<Part, Figures.Work> work = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            work.put(
                    part,
                    new Figures.Work(backlog.secondsAThousand(part), trickle.secondsAThousand(part), idle.get(part)));
        }
        return new Figures(bytes, work);
    }

    private double bytesARecord(StoredIn place) {
        return (double) bytes.get(place) / records;
    }

    private double secondsAThousand(Part part) {
        return cpuSeconds.get(part) * THOUSAND / records;
    }
}
