package org.wecomarchive.decryptor.health;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the consumers' own metrics tell.
 *
 * @param lag raw records not fetched yet, of the partitions assigned here
 * @param silence longest time since one of the consumers heard from the group's coordinator
 */
record StreamFigures(long lag, Duration silence) {

    /** Reads metrics in the form of {@code KafkaStreams#metrics}. */
    static StreamFigures of(Map<MetricName, ? extends Metric> metrics) {
        double lag =
                values(metrics, "consumer-fetch-manager-metrics", "records-lag").sum();
        OptionalDouble silence = values(metrics, "consumer-coordinator-metrics", "last-heartbeat-seconds-ago")
                .max();
        return new StreamFigures(Math.round(lag), Duration.ofSeconds(Math.round(silence.orElse(0))));
    }

    private static DoubleStream values(Map<MetricName, ? extends Metric> metrics, String group, String name) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().group().equals(group)
                        && metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(value -> value > 0);
    }
}
