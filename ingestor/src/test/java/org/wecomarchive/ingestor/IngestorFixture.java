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
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.SdkCalls;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.simulator.fault.FaultPlan;
import org.wecomarchive.simulator.server.SimulatorServer;
import org.wecomarchive.simulator.tenant.SimulatedTenant;
import org.wecomarchive.simulator.tenant.TenantSettings;
import org.wecomarchive.testkit.committed.CommittedRecords;
import org.wecomarchive.testkit.connect.ConnectRest;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorConfig;
import org.wecomarchive.testkit.connect.ConnectorStatus;

/** A simulated tenant, topics, connectors and, where a test wants to stop them, workers; all under one name. */
final class IngestorFixture implements AutoCloseable {

    static final String SECRET = "not-a-real-secret";

    /** Index of the one record whose payload is a merged forward, larger than any other. */
    static final long LARGE_RECORD = 45;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final String name;
    private final String bootstrapServers;
    private final String registryUrl;
    private final SimulatedTenant tenant;
    private final SimulatorServer server;
    private final List<ConnectWorker> workers = new ArrayList<>();
    private final Map<String, ConnectWorker> connectors = new HashMap<>();
    private final Map<String, CommittedRecords.Reader> committed = new HashMap<>();
    private final Map<String, List<ConsumerRecord<String, byte[]>>> seen = new HashMap<>();

    /** A raw record as its key and headers tell it. */
    record Raw(int partition, long offset, long seq, String delivery) {}

    IngestorFixture(String name, String bootstrapServers, String registryUrl) throws Exception {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        TenantSettings settings = TenantSettings.builder("ww-" + shortened(name), SECRET, 7)
                .rotations(700L)
                .faults(FaultPlan.parse("forwarded=128KiB@" + (LARGE_RECORD + 1)))
                .build();
        this.tenant = SimulatedTenant.inMemory(settings, Clock.systemUTC());
        this.server = SimulatorServer.start(tenant);
        createTopics();
    }

    /** A corp id has 64 characters at most; what makes the name unique is its end. */
    private static String shortened(String name) {
        return name.substring(Math.max(0, name.length() - 60));
    }

    /** Those that the connector writes, as they are deployed. */
    private void createTopics() throws Exception {
        TopicCatalog all = TopicCatalog.load(Path.of("../deploy/topics.yaml"));
        List<TopicCatalog.Topic> ours =
                Stream.of("raw.v1", "gaps.v1", "calls.v1").map(all::topic).toList();
        new TopicCatalog(all.replicationFactor(), all.config(), ours).createAll(bootstrapServers, topics().prefix());
    }

    /** Changes {@code max.message.bytes} of the raw topic; returns when the brokers say so. */
    void limitRawTo(int bytes) throws Exception {
        ConfigResource raw = new ConfigResource(ConfigResource.Type.TOPIC, topics().raw());
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(Map.of(raw, List.of(change))).all().get(2, TimeUnit.MINUTES);
            await().atMost(2, TimeUnit.MINUTES).pollInterval(LOOK_AGAIN).until(() -> admin.describeConfigs(List.of(raw))
                    .all()
                    .get(2, TimeUnit.MINUTES)
                    .get(raw)
                    .get("max.message.bytes")
                    .value()
                    .equals(Integer.toString(bytes)));
        }
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

    /** The name of the connector, for a test that needs only one. */
    String connector() {
        return "ingest-" + name;
    }

    /** Creates or changes the connector. */
    void put(ConnectWorker worker, Map<String, String> config) throws Exception {
        put(worker, connector(), config);
    }

    void put(ConnectWorker worker, String connector, Map<String, String> config) throws Exception {
        worker.rest().putConnector(connector, config);
        connectors.put(connector, worker);
    }

    void delete(String connector) throws IOException, InterruptedException, TimeoutException {
        connectors.remove(connector).rest().deleteConnector(connector);
    }

    /** A worker of a group of its own; closed with the fixture. */
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
        config.putAll(ConnectorConfig.CONVERTERS);
        config.put("validate.connect", "false");
        config.put("exactly.once.support", "required");
        config.put("transaction.boundary", "connector");
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
        await().atMost(2, TimeUnit.MINUTES).pollInterval(LOOK_AGAIN).until(() -> {
            raws.clear();
            records(topics().raw()).forEach(record -> raws.add(raw(record)));
            return raws.size() >= atLeast;
        });
        raws.sort(Comparator.comparing(Raw::partition).thenComparing(Raw::offset));
        return raws;
    }

    /** All committed records of a topic as of now. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> records = seen.computeIfAbsent(topic, name -> new ArrayList<>());
        try {
            committed
                    .computeIfAbsent(topic, name -> new CommittedRecords(bootstrapServers, name).open())
                    .readOn(records::add);
        } catch (IOException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("topic " + topic + " cannot be read", e);
        }
        return List.copyOf(records);
    }

    /** All committed periods of the call ledger as of now. */
    List<SdkCalls> calls() {
        try (RecordReader<SdkCalls> reader =
                RecordReader.of(SdkCalls.class, new IngestorConfig(config()).registrySettings())) {
            return records(topics().calls()).stream().map(reader::decode).toList();
        }
    }

    /** Stops the connector and waits until its task is gone. */
    void stop(ConnectWorker worker, String connector) throws Exception {
        worker.rest().stop(connector);
        await().atMost(2, TimeUnit.MINUTES)
                .pollInterval(LOOK_AGAIN)
                .until(() -> worker.status(connector).tasks().isEmpty());
    }

    /** Who has claimed the corp: name of the connector, line end, its task. */
    String claim() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            String group = topics().prefix() + ".ingestor." + corpId();
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(2, TimeUnit.MINUTES)
                    .values()
                    .iterator()
                    .next()
                    .metadata();
        }
    }

    /** Waits until the connector's task has failed; returns its trace. */
    static String awaitFailure(ConnectWorker worker, String connector) {
        return awaitFailure(worker.rest(), connector);
    }

    static String awaitFailure(ConnectRest worker, String connector) {
        return await().atMost(2, TimeUnit.MINUTES)
                .pollInterval(LOOK_AGAIN)
                .until(
                        () -> worker.status(connector).tasks().stream()
                                .map(ConnectorStatus.Part::trace)
                                .findFirst()
                                .orElse(""),
                        trace -> !trace.isEmpty());
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
        committed.values().forEach(CommittedRecords.Reader::close);
        // Those of an own worker end with it.
        connectors.values().removeAll(workers);
        workers.forEach(ConnectWorker::close);
        try {
            for (String connector : List.copyOf(connectors.keySet())) {
                delete(connector);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IOException("a connector stays behind", e);
        } finally {
            server.close();
        }
    }
}
