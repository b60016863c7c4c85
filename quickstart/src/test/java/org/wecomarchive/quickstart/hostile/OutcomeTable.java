package org.wecomarchive.quickstart.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.wecomarchive.simulator.hostile.Layer;

/** How many records of each layer had which outcome. */
final class OutcomeTable {

    private static final String EVENT = "events";

    private final Map<Layer, Map<String, Long>> counts = new EnumMap<>(Layer.class);

    void count(Layer layer, String outcome) {
        counts.computeIfAbsent(layer, none -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
    }

    long total() {
        return counts.values().stream()
                .flatMap(outcomes -> outcomes.values().stream())
                .mapToLong(count -> count)
                .sum();
    }

    /** Each layer spoils some records and leaves others whole: else it would show nothing. */
    void requireBothSidesOfEachLayer() {
        for (Layer layer : Layer.values()) {
            assertThat(counts.get(layer).keySet())
                    .as("outcomes of %s", layer)
                    .anyMatch(outcome -> outcome.startsWith(EVENT))
                    .anyMatch(outcome -> !outcome.startsWith(EVENT));
        }
    }

    /** In Markdown. */
    String print() {
        StringBuilder table = new StringBuilder("| layer | outcome | records |\n|---|---|---|\n");
        counts.forEach((layer, outcomes) -> outcomes.forEach((outcome, count) -> table.append("| ")
                .append(layer.meaning())
                .append(" | ")
                .append(outcome)
                .append(" | ")
                .append(count)
                .append(" |\n")));
        return table.toString();
    }
}
