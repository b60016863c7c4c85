package org.wecomarchive.testkit.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * A connector's metrics without a worker: a map that refuses a second metric with the same name and tags, as Connect's
 * registry does.
 */
public final class RecordedMetrics implements PluginMetrics {

    private final Map<MetricName, Gauge<?>> gauges = new ConcurrentHashMap<>();

    @Override
    @SuppressWarnings("NonApiType") // Kafka's interface asks for it
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> value) {
        if (gauges.putIfAbsent(name, (Gauge<?>) value) != null) {
            throw new IllegalArgumentException("registered twice: " + name);
        }
    }

    /** The value of the metric that has no tags of ours. */
    public double value(String name) {
        return value(name, Map.of());
    }

    /**
     * The value of a metric.
     *
     * @throws AssertionError if there is none
     */
    public double value(String name, Map<String, String> tags) {
        return ((Number) read(name, tags)).doubleValue();
    }

    /**
     * The text of the metric that has no tags of ours.
     *
     * @throws AssertionError if there is none
     */
    public String text(String name) {
        return (String) read(name, Map.of());
    }

    private Object read(String name, Map<String, String> tags) {
        Gauge<?> gauge = gauges.get(new MetricName(name, "plugins", "", tags));
        if (gauge == null) {
            throw new AssertionError("no metric " + name + tags + " in " + gauges.keySet());
        }
        return gauge.value(new MetricConfig(), 0);
    }

    /** How many metrics have this name. */
    public long count(String name) {
        return gauges.keySet().stream().filter(key -> key.name().equals(name)).count();
    }

    @Override
    public void removeMetric(MetricName name) {
        throw new UnsupportedOperationException("Connect removes them");
    }

    @Override
    public Sensor addSensor(String name) {
        throw new UnsupportedOperationException("not needed");
    }

    @Override
    public void removeSensor(String name) {
        throw new UnsupportedOperationException("not needed");
    }
}
