package org.wecomarchive.sinkiceberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.wecomarchive.connectplugin.ConnectRules;
import org.wecomarchive.connectplugin.PluginVersion;
import org.wecomarchive.connectplugin.SinkTopics;
import org.wecomarchive.connectplugin.Validation;
import org.wecomarchive.sinkiceberg.catalog.CatalogCheck;
import org.wecomarchive.sinkiceberg.catalog.CatalogConfig;
import org.wecomarchive.sinkiceberg.catalog.RequiredJars;

/**
 * Kafka Connect sink connector that keeps the raw or the events topic in an Iceberg table, one row for every corp and seq.
 *
 * <p><b>Input.</b> Topics of one kind of record in the Confluent wire format. <b>Output.</b> One table, made when missing.
 * <b>Position.</b> In the table's own properties, see {@link org.wecomarchive.sinkiceberg.commit.TablePositions}; the offsets
 * that Connect stores only show how far the table is, and changing them changes nothing. <b>Errors.</b> {@link #validate}
 * attaches each to its key; tasks wait for trouble that heals and stop with a {@link
 * org.wecomarchive.sinkiceberg.failure.FatalSinkException} for what does not.
 */
public final class WeComArchiveIcebergSinkConnector extends SinkConnector {

    private static final ConnectRules RULES = ConnectRules.ofSink(
                    IcebergSinkConfig.DEFINITION.names(), IcebergSinkConfig::passesOn)
            .without("topics.regex", "a table takes the topics that topics names.");

    private Map<String, String> settings = Map.of();

    /** For Kafka Connect. */
    public WeComArchiveIcebergSinkConnector() {}

    @Override
    public void start(Map<String, String> props) {
        new IcebergSinkConfig(props);
        settings = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WeComArchiveIcebergSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> own = new HashMap<>(settings);
            own.put(IcebergSinkConfig.TASK, Integer.toString(task));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public void stop() {
        settings = Map.of();
    }

    @Override
    public ConfigDef config() {
        return IcebergSinkConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        Validation validation = new Validation(config, connectorConfigs);
        boolean readable = validation.isAccepted();
        validation
                .refuse(RULES.refusals(connectorConfigs))
                .refuse(SinkTopics.refusals(
                        connectorConfigs,
                        connectorConfigs.getOrDefault(IcebergSinkConfig.TABLE_KIND, ""),
                        IcebergSinkConfig.TABLE_KIND))
                .refuseEndpoints();
        if (readable) {
            CatalogConfig catalog = new CatalogConfig(connectorConfigs);
            Map<String, String> refused = CatalogCheck.refusals(catalog);
            validation
                    .refuse(refused.isEmpty() ? RequiredJars.refusals(catalog) : refused)
                    .tryConnections(() -> new IcebergSinkConfig(connectorConfigs).trials());
        }
        return config;
    }

    @Override
    public String version() {
        return PluginVersion.of(WeComArchiveIcebergSinkConnector.class);
    }
}
