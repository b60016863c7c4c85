package org.wecomarchive.connectplugin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/** Adds figures to Connect's registry; Connect adds the tags connector and task and removes all of them with the task. */
public final class MetricRegistrar {

    private final PluginMetrics metrics;

    public MetricRegistrar(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    /** Adds a gauge without tags of its own. */
    public void add(String name, String description, Supplier<? extends Number> value) {
        add(name, description, Map.of(), value);
    }

    /** Adds a gauge. */
    public void add(String name, String description, Map<String, String> tags, Supplier<? extends Number> value) {
        Gauge<Number> gauge = (config, now) -> value.get();
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), gauge);
    }

    /** Adds a text, which JMX shows and exporters of numbers leave out. */
    public void addText(String name, String description, Supplier<String> value) {
        Gauge<String> gauge = (config, now) -> value.get();
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
    }
}
