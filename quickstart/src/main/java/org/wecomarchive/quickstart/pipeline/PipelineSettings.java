package org.wecomarchive.quickstart.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectorConfig;

/** The settings of the connectors and of the decryptor on one machine. */
public record PipelineSettings(String bootstrapServers, String registryUrl, Topics topics) {

    private static final String FETCH_BYTES = Integer.toString(8 * 1024 * 1024);
    private static final String FETCH_LEAST_BYTES = Integer.toString(512 * 1024);

    /** Of the source connector, for a run over so many new records. */
    public Map<String, String> connector(Source source, int rawPartitions, long newRecords) {
        Map<String, String> settings = ours(source);
        settings.putAll(connector("org.wecomarchive.ingestor.WeComArchiveSourceConnector"));
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "connector");
        settings.put("producer.override.max.block.ms", "60000");
        settings.put("producer.override.max.request.size", "33554432");
        settings.put("producer.override.compression.type", "zstd");
        settings.put("producer.override.batch.size", "262144");
        settings.put("producer.override.linger.ms", "5");
        settings.put("corp.id", source.corpId());
        settings.put("corp.secret", reference(source.secretFile()));
        settings.put("proxy.url", source.proxy());
        settings.put("network.allowed.hosts", allowedHosts(source.proxy()));
        settings.put("raw.partitions", Integer.toString(rawPartitions));
        // A directory without offsets is a new one, where nothing is lost by starting at the oldest record.
        settings.put("start.from", "oldest");
        settings.put("idle.pause.max.ms", "1000");
        source.faultRun().ifPresent(faults -> settings.putAll(faults.connectorSettings(newRecords)));
        return Map.copyOf(settings);
    }

    /** Of the decryptor. */
    public Map<String, String> decryptor(Source source, Path stateDir) {
        Map<String, String> settings = ours(source);
        settings.put("keys.dir", source.keysDir().toString());
        settings.put("state.dir", stateDir.toString());
        settings.put("http.port", "0");
        // Each transaction leaves a marker in every partition it wrote to; two a second are seldom enough for a small
        // machine.
        settings.put("kafka.commit.interval.ms", "500");
        // After a kill -9 the next run waits this long for the dead one.
        settings.put("kafka.consumer.session.timeout.ms", "6000");
        settings.put("kafka.consumer.heartbeat.interval.ms", "2000");
        source.faultRun().ifPresent(faults -> settings.putAll(faults.decryptorSettings()));
        return Map.copyOf(settings);
    }

    /** Of the sink that fills the search index. */
    public Map<String, String> search(URI elasticsearch) {
        Map<String, String> settings =
                sink("org.wecomarchive.sinkelasticsearch.WeComArchiveElasticsearchSinkConnector", topics.events());
        settings.put("elasticsearch.url", elasticsearch.toString());
        settings.put("index.replicas", "0");
        return Map.copyOf(settings);
    }

    /** Of the sink that fills the cold table of events. */
    public Map<String, String> coldEvents(Path warehouse) {
        return cold("events", topics.events(), warehouse);
    }

    /** Of the sink that fills the cold table of raw records. */
    public Map<String, String> coldRaw(Path warehouse) {
        return cold("raw", topics.raw(), warehouse);
    }

    /** Of whoever reads Avro values. */
    public Map<String, String> registry() {
        return Map.of("schema.registry.url", registryUrl);
    }

    private Map<String, String> ours(Source source) {
        Map<String, String> settings = new HashMap<>(registry());
        settings.put("auto.register.schemas", "true");
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("topic.prefix", topics.prefix());
        settings.put("sdk.library", source.library());
        return settings;
    }

    private static Map<String, String> connector(String connectorClass) {
        Map<String, String> settings = new HashMap<>(ConnectorConfig.CONVERTERS);
        settings.put("connector.class", connectorClass);
        settings.put("tasks.max", "1");
        // The servers run: it started them.
        settings.put("validate.connect", "false");
        return settings;
    }

    private Map<String, String> cold(String kind, String topic, Path warehouse) {
        Map<String, String> settings = sink("org.wecomarchive.sinkiceberg.WeComArchiveIcebergSinkConnector", topic);
        settings.put("table.kind", kind);
        settings.put("catalog.warehouse", warehouse.toString());
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        // A site waits a minute, for larger files; here somebody is watching.
        settings.put("commit.interval.ms", "2000");
        settings.put("memory.max.bytes", Integer.toString(64 * 1024 * 1024));
        return Map.copyOf(settings);
    }

    private Map<String, String> sink(String connectorClass, String topic) {
        Map<String, String> settings = connector(connectorClass);
        settings.putAll(registry());
        settings.put("topics", topic);
        settings.put("consumer.override.isolation.level", "read_committed");
        settings.put("consumer.override.fetch.max.bytes", FETCH_BYTES);
        // Fewer and larger portions: the processors belong to the decryptor as long as there is work for it.
        settings.put("consumer.override.fetch.min.bytes", FETCH_LEAST_BYTES);
        // After a kill -9 the next run waits this long for the dead one.
        settings.put("consumer.override.session.timeout.ms", "6000");
        settings.put("consumer.override.heartbeat.interval.ms", "2000");
        return settings;
    }

    /** The machine and private networks; whoever names a proxy on the command line allows its host as well. */
    private static String allowedHosts(String proxy) {
        return proxy.isEmpty() ? "private" : "private," + URI.create(proxy).getHost();
    }

    /** The file's content, read by Connect's config provider: the secret itself reaches neither topic nor log. */
    private static String reference(Path file) {
        return "${directory:" + file.getParent() + ":" + file.getFileName() + "}";
    }
}
