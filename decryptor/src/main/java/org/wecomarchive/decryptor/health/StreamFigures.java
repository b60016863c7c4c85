package org.wecomarchive.decryptor.health;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the consumers' own metrics tell.
 *
 * @param lag records not fetched yet, up to the last stable offset, of each raw partition assigned here
 * @param silence longest time since one of the consumers heard from the group's coordinator
 */
record StreamFigures(Map<Integer, Long> lag, Duration silence) {

    static final StreamFigures NONE = new StreamFigures(Map.of(), Duration.ZERO);

    StreamFigures {
        lag = Map.copyOf(lag);
    }

    /** Reads metrics in the form of {@code KafkaStreams#metrics}. */
    static StreamFigures of(Map<MetricName, ? extends Metric> metrics) {
        Map<Integer, Long> lag = values(metrics, "consumer-fetch-manager-metrics", "records-lag")
                .filter(value -> value.name().tags().containsKey("partition"))
                .collect(Collectors.toMap(
                        value -> Integer.valueOf(value.name().tags().get("partition")),
                        value -> Math.round(value.number()),
                        Math::max));
        double silence = values(metrics, "consumer-coordinator-metrics", "last-heartbeat-seconds-ago")
                .mapToDouble(Value::number)
                .max()
                .orElse(0);
        return new StreamFigures(lag, Duration.ofSeconds(Math.round(Math.max(silence, 0))));
    }

    private record Value(MetricName name, double number) {}

    private static Stream<Value> values(Map<MetricName, ? extends Metric> metrics, String group, String name) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().group().equals(group)
                        && metric.metricName().name().equals(name))
                .<Value>mapMulti(StreamFigures::known);
    }

    /** What was not measured yet is not a number. */
    private static void known(Metric metric, Consumer<Value> values) {
        if (metric.metricValue() instanceof Double number && !number.isNaN()) {
            values.accept(new Value(metric.metricName(), number));
        }
    }
}
