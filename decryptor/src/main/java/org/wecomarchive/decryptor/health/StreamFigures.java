package org.wecomarchive.decryptor.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the consumers' own metrics tell.
 *
 * @param lag records not fetched yet, up to the last stable offset, of each raw partition assigned here
 * @param silence longest time since one of the consumers heard from the group's coordinator
 */
record StreamFigures(Map<Integer, Long> lag, Duration silence) {

    StreamFigures {
        lag = Map.copyOf(lag);
    }

    /** Reads metrics in the form of {@code KafkaStreams#metrics}; a value that was not measured yet is not a number. */
    static StreamFigures of(Map<MetricName, ? extends Metric> metrics) {
        Map<Integer, Long> lag = new HashMap<>();
        double silence = 0;
        for (Metric metric : metrics.values()) {
            MetricName name = metric.metricName();
            String partition = name.tags().get("partition");
            if (!(metric.metricValue() instanceof Double value) || value.isNaN()) {
                continue;
            }
            if (isNamed(name, "consumer-fetch-manager-metrics", "records-lag") && partition != null) {
                lag.merge(Integer.valueOf(partition), Math.round(value), Math::max);
            } else if (isNamed(name, "consumer-coordinator-metrics", "last-heartbeat-seconds-ago")) {
                silence = Math.max(silence, value);
            }
        }
        return new StreamFigures(lag, Duration.ofSeconds(Math.round(silence)));
    }

    private static boolean isNamed(MetricName metric, String group, String name) {
        return metric.group().equals(group) && metric.name().equals(name);
    }
}
