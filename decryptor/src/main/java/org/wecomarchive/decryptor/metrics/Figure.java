package org.wecomarchive.decryptor.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A value that somebody else keeps and the metrics show.
 *
 * @param name with the unit, as the metric is called
 * @param tags of bounded values
 * @param value looked up when somebody reads the metric, on any thread
 */
public record Figure(String name, String description, Map<String, String> tags, DoubleSupplier value) {

    public Figure {
        tags = Map.copyOf(tags);
    }

    /** One without tags. */
    public static Figure of(String name, String description, DoubleSupplier value) {
        return new Figure(name, description, Map.of(), value);
    }
}
