package org.wecomarchive.quickstart.stores;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectorConfig;

/** The settings of the sink connectors on one machine. */
public record SinkSettings(String bootstrapServers, String registryUrl, Topics topics) {

    private static final String FETCH_BYTES = Integer.toString(8 * 1024 * 1024);
    private static final String FETCH_LEAST_BYTES = Integer.toString(512 * 1024);

    Map<String, String> search(URI elasticsearch) {
        Map<String, String> settings =
                shared("org.wecomarchive.sinkelasticsearch.WeComArchiveElasticsearchSinkConnector", topics.events());
        settings.put("elasticsearch.url", elasticsearch.toString());
        settings.put("index.replicas", "0");
        return Map.copyOf(settings);
    }

    Map<String, String> coldEvents(Path warehouse) {
        return cold("events", topics.events(), warehouse);
    }

    Map<String, String> coldRaw(Path warehouse) {
        return cold("raw", topics.raw(), warehouse);
    }

    private Map<String, String> cold(String kind, String topic, Path warehouse) {
        Map<String, String> settings = shared("org.wecomarchive.sinkiceberg.WeComArchiveIcebergSinkConnector", topic);
        settings.put("table.kind", kind);
        settings.put("catalog.warehouse", warehouse.toString());
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        // A site waits a minute, for larger files; here somebody is watching.
        settings.put("commit.interval.ms", "2000");
        settings.put("memory.max.bytes", Integer.toString(64 * 1024 * 1024));
        return Map.copyOf(settings);
    }

    private Map<String, String> shared(String connector, String topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", connector);
        settings.put("tasks.max", "1");
        settings.put("topics", topic);
        settings.putAll(ConnectorConfig.CONVERTERS);
        // They run: it started them.
        settings.put("validate.connect", "false");
        settings.put("consumer.override.isolation.level", "read_committed");
        settings.put("consumer.override.fetch.max.bytes", FETCH_BYTES);
        // Fewer and larger portions: the processors belong to the decryptor as long as there is work for it.
        settings.put("consumer.override.fetch.min.bytes", FETCH_LEAST_BYTES);
        // After a kill -9 the next run waits this long for the dead one.
        settings.put("consumer.override.session.timeout.ms", "6000");
        settings.put("consumer.override.heartbeat.interval.ms", "2000");
        settings.put("schema.registry.url", registryUrl);
        return settings;
    }
}
