package org.wecomarchive.ingestor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.topics.TopicCatalog;

/** A simulated tenant, topics of its own and Connect workers of its own group; brokers and registry are shared. */
final class Rig implements AutoCloseable {

    static final String SECRET = "not-a-real-secret";

    private final String name;
    private final String bootstrapServers;
    private final String registryUrl;
    private final SimulatedTenant tenant;
    private final SimulatorServer server;
    private final List<ConnectWorker> workers = new ArrayList<>();

    /** A raw record as its key and headers tell it. */
    record Raw(int partition, long offset, long seq, String delivery) {}

    Rig(String name, String bootstrapServers, String registryUrl) throws Exception {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        TenantSettings settings =
                TenantSettings.builder("ww-" + name, SECRET, 7).rotations(700L).build();
        this.tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        this.server = SimulatorServer.start(tenant);
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(bootstrapServers, topics().prefix());
    }

    Topics topics() {
        return new Topics("test." + name);
    }

    SimulatedTenant tenant() {
        return tenant;
    }

    SimulatorServer server() {
        return server;
    }

    String corpId() {
        return tenant.settings().corpId();
    }

    ConnectWorker startWorker() throws IOException {
        ConnectWorker worker = ConnectWorker.start(bootstrapServers, "connect-" + name, 1);
        workers.add(worker);
        return worker;
    }

    /** Everything that must be set, with short pauses. */
    Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", WeComArchiveSourceConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("exactly.once.support", "required");
        config.put("producer.override.max.block.ms", "60000");
        config.put("corp.id", corpId());
        config.put("corp.secret", SECRET);
        config.put("topic.prefix", topics().prefix());
        config.put("start.from", "oldest");
        config.put("sdk.library", server.library());
        config.put("sdk.isolation", "none");
        config.put("schema.registry.url", registryUrl);
        config.put("auto.register.schemas", "true");
        config.put("kafka.bootstrap.servers", bootstrapServers);
        config.put("idle.pause.max.ms", "200");
        config.put("backoff.max.ms", "500");
        return config;
    }

    /** Seqs of the tenant's records from an index on. */
    List<Long> seqs(long firstIndex) {
        return LongStream.range(firstIndex, tenant.size())
                .map(tenant::seqOf)
                .boxed()
                .toList();
    }

    /** Waits until so many raw records are committed; returns all of them in the order of the partition. */
    List<Raw> awaitRaw(int atLeast) {
        List<Raw> raws = new ArrayList<>();
        await().atMost(60, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(50)).until(() -> {
            raws.clear();
            records(topics().raw()).forEach(record -> raws.add(raw(record)));
            return raws.size() >= atLeast;
        });
        raws.sort(Comparator.comparing(Raw::partition).thenComparing(Raw::offset));
        return raws;
    }

    /** All committed records of a topic as of now. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Stops the connector and waits until its task is gone. */
    void stop(ConnectWorker worker, String connector) throws Exception {
        worker.rest().stop(connector);
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> worker.status(connector).tasks().isEmpty());
    }

    private static Raw raw(ConsumerRecord<String, byte[]> record) {
        return new Raw(
                record.partition(),
                record.offset(),
                Long.parseLong(header(record, HeaderNames.SEQ)),
                header(record, HeaderNames.DELIVERY));
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        workers.forEach(ConnectWorker::close);
        server.close();
    }
}
