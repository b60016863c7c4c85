package org.wecomarchive.sinkelasticsearch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.wecomarchive.connectplugin.ClientKeys;
import org.wecomarchive.connectplugin.ConnectRules;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.Validation;

/**
 * Kafka Connect sink connector that makes one search document of every chat event.
 *
 * <p><b>Input.</b> {@code <prefix>.events.v1}. <b>Output.</b> Indices {@code wecom-archive-*}, see {@link
 * org.wecomarchive.sinkelasticsearch.layout.IndexNames} and {@link org.wecomarchive.sinkelasticsearch.layout.IndexField}. <b>Errors.</b>
 * {@link #validate} attaches each to its key; tasks wait for trouble that heals and stop with a {@link
 * org.wecomarchive.sinkelasticsearch.failure.FatalSinkException} for what does not.
 */
public final class WeComArchiveElasticsearchSinkConnector extends SinkConnector {

    private static final ConnectRules RULES = ConnectRules.ofSink(
                    SinkElasticsearchConfig.DEFINITION.names(), ClientKeys::isRegistry)
            .without("topics.regex", "an index takes the topic that topics names.");

    private Map<String, String> settings = Map.of();

    /** For Kafka Connect. */
    public WeComArchiveElasticsearchSinkConnector() {}

    @Override
    public void start(Map<String, String> props) {
        new SinkElasticsearchConfig(props);
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WeComArchiveElasticsearchSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks).mapToObj(this::taskConfig).toList();
    }

    private Map<String, String> taskConfig(int task) {
        Map<String, String> config = new HashMap<>(settings);
        config.put(WeComArchiveElasticsearchSinkTask.TASK, Integer.toString(task));
        return Map.copyOf(config);
    }

    @Override
    public void stop() {
        settings = Map.of();
    }

    @Override
    public ConfigDef config() {
        return SinkElasticsearchConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        new Validation(config, connectorConfigs)
                .refuse(RULES.refusals(connectorConfigs))
                .refuse(SinkElasticsearchConfig.combinations(connectorConfigs))
                .refuseEndpoints()
                .tryConnections(() -> new SinkElasticsearchConfig(connectorConfigs).trials());
        return config;
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveElasticsearchSinkConnector.class);
    }
}
