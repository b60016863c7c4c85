package org.wecomarchive.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.wecomarchive.quickstart.stores.SinkSettings;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.connect.ConnectorConfig;

/** The settings of the connector and of the decryptor on one machine. */
record PipelineSettings(String bootstrapServers, String registryUrl, Topics topics) {

    /** Of the source connector, for a run over so many new records. */
    Map<String, String> connector(Source source, int rawPartitions, long newRecords) {
        Map<String, String> settings = shared(source);
        settings.put("connector.class", "org.wecomarchive.ingestor.WeComArchiveSourceConnector");
        settings.put("tasks.max", "1");
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "connector");
        settings.putAll(ConnectorConfig.CONVERTERS);
        // They run: it started them.
        settings.put("validate.connect", "false");
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
        settings.putAll(source.connectorSettings(newRecords));
        return Map.copyOf(settings);
    }

    /** Of the decryptor. */
    Map<String, String> decryptor(Source source, Path stateDir) {
        Map<String, String> settings = shared(source);
        settings.put("keys.dir", source.keysDir().toString());
        settings.put("state.dir", stateDir.toString());
        settings.put("http.port", "0");
        // Each transaction leaves a marker in every partition it wrote to; two a second are seldom enough for a small
        // machine.
        settings.put("kafka.commit.interval.ms", "500");
        // After a kill -9 the next run waits this long for the dead one.
        settings.put("kafka.consumer.session.timeout.ms", "6000");
        settings.put("kafka.consumer.heartbeat.interval.ms", "2000");
        settings.putAll(source.decryptorSettings());
        return Map.copyOf(settings);
    }

    /** Of the connectors that fill the stores. */
    SinkSettings sinks() {
        return new SinkSettings(bootstrapServers, registryUrl, topics);
    }

    /** Of whoever reads Avro values. */
    Map<String, String> registry() {
        return Map.of("schema.registry.url", registryUrl);
    }

    private Map<String, String> shared(Source source) {
        Map<String, String> settings = new HashMap<>(registry());
        settings.put("auto.register.schemas", "true");
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("topic.prefix", topics.prefix());
        settings.put("sdk.library", source.library());
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
