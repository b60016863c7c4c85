package org.wecomarchive.testkit.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** Settings of a distributed Connect worker: exactly-once sources, quick fail-over, plug-ins found on the class path. */
final class WorkerSettings {

    private WorkerSettings() {}

    /**
     * Properties of a worker.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers} and what a secured listener needs
     * @param group group id, and the stem of the names of the cluster's three internal topics
     * @param replicas replication factor of those topics
     * @param restPort free port of 127.0.0.1
     */
    static Map<String, String> of(Map<String, String> client, String group, int replicas, int restPort) {
        Map<String, String> settings = new HashMap<>(client);
        settings.put("group.id", group);
        settings.put("listeners", "http://127.0.0.1:" + restPort);
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.topic", group + "-" + topic);
            settings.put(topic + ".storage.replication.factor", Integer.toString(replicas));
        }
        settings.put("offset.storage.partitions", "3");
        settings.put("status.storage.partitions", "1");
        settings.putAll(ConnectorConfig.CONVERTERS);
        settings.put("exactly.once.source.support", "enabled");
        settings.put("connector.client.config.override.policy", "All");
        settings.put("plugin.discovery", "service_load");
        settings.put("config.providers", "file,directory,env");
        settings.put("config.providers.file.class", FileConfigProvider.class.getName());
        settings.put("config.providers.directory.class", DirectoryConfigProvider.class.getName());
        settings.put("config.providers.env.class", EnvVarConfigProvider.class.getName());
        failOver(settings);
        return settings;
    }

    /** A dead worker's tasks run elsewhere within 15 s. */
    private static void failOver(Map<String, String> settings) {
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("metadata.max.age.ms", "10000");
        settings.put("producer.metadata.max.age.ms", "10000");
        settings.put("consumer.metadata.max.age.ms", "10000");
        // A starting worker reads the offsets topic to its end and waits there for every open transaction; one that a
        // kill
        // -9 left open ends by this limit (Kafka's default is a minute). It leaves a task ten seconds for one commit.
        settings.put("producer.transaction.timeout.ms", "10000");
        settings.put("producer.compression.type", "zstd");
        // Raw records are up to 8 MiB each and travel several in a request.
        settings.put("producer.max.request.size", "33554432");
    }
}
