package org.wecomarchive.sinkiceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.cold.ColdStore;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.RowKey;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorConfig;
import org.wecomarchive.testkit.registry.RegistryServer;

/** A topic of events, a cold store and Connect workers of its own; brokers and registry are shared. */
final class SinkFixture implements AutoCloseable {

    /** Text of events that come a second time. */
    static final String EDITED = "once more";

    private final String name;
    private final String bootstrapServers;
    private final String registryUrl;
    private final Map<String, String> cold;
    private final ColdStore store;
    private final RecordSerde<ChatEvent> serde;
    private final KafkaProducer<String, byte[]> producer;
    private final List<ConnectWorker> workers = new ArrayList<>();

    SinkFixture(String name, String bootstrapServers, String registryUrl, Path folder) throws Exception {
        this(name, bootstrapServers, registryUrl, folder, Map.of());
    }

    /** @param catalog settings of one that is not in the folder */
    SinkFixture(String name, String bootstrapServers, String registryUrl, Path folder, Map<String, String> catalog)
            throws Exception {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        this.cold = ColdStore.settings(folder.resolve(name));
        cold.putAll(catalog);
        this.store = new ColdStore(folder.resolve(name), cold);
        this.serde = RecordSerde.of(ChatEvent.class, topic(), RegistryServer.clientSettings(registryUrl));
        createTopic(topic(), 4);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "transactional.id",
                        "events-" + name,
                        "metadata.max.age.ms",
                        "1000"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** What the names of this fixture's topics start with. */
    String prefix() {
        return "test." + name;
    }

    String topic() {
        return prefix() + ".events.v1";
    }

    String rawTopic() {
        return prefix() + ".raw.v1";
    }

    String deadLetters() {
        return prefix() + ".cold-dead-letters";
    }

    ColdStore store() {
        return store;
    }

    void createTopic(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    void addPartitions(int total) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic(), NewPartitions.increaseTo(total)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
            await().atMost(2, TimeUnit.MINUTES)
                    .until(() -> producer.partitionsFor(topic()).size() == total);
        }
    }

    Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers));
    }

    /** Name of the connector; its consumer group is named after it. */
    String connector() {
        return "cold-" + name;
    }

    ConnectWorker startWorker() throws Exception {
        ConnectWorker worker = ConnectWorker.start(bootstrapServers, "connect-" + name, 1);
        workers.add(worker);
        return worker;
    }

    /** Everything that must be set, with short pauses. */
    Map<String, String> config() {
        Map<String, String> config = new HashMap<>(cold);
        config.put("connector.class", WeComArchiveIcebergSinkConnector.class.getName());
        config.put("tasks.max", "2");
        config.put("topics", topic());
        config.putAll(ConnectorConfig.CONVERTERS);
        config.put("validate.connect", "false");
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "2000");
        config.put("table.kind", "events");
        config.put("schema.registry.url", registryUrl);
        config.put("kafka.bootstrap.servers", bootstrapServers);
        config.put("commit.interval.ms", "500");
        config.put("backoff.max.ms", "500");
        return config;
    }

    /** The same for the raw table. */
    Map<String, String> rawConfig() {
        Map<String, String> config = config();
        config.put("topics", rawTopic());
        config.put("table.kind", "raw");
        return config;
    }

    /** Has every client of a connector log in. */
    static void logIn(Map<String, String> config, Map<String, String> client) {
        for (String prefix : List.of("kafka.", "consumer.override.", "producer.override.", "admin.override.")) {
            client.forEach((key, value) -> config.put(prefix + key, value));
        }
    }

    /** Has records that are none of ours put aside. */
    void putAside(Map<String, String> config) {
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", deadLetters());
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
    }

    /** Publishes raw records in one transaction. */
    void publishRaw(List<RawRecord> records) {
        producer.beginTransaction();
        try (RecordSerde<RawRecord> raw = rawSerde(rawTopic())) {
            assertThat(records.stream()
                            .map(record -> producer.send(new ProducerRecord<>(
                                    rawTopic(),
                                    RecordKeys.of(record.getCorpId(), record.getSeq()),
                                    raw.encode(record)))))
                    .hasSameSizeAs(records);
            producer.commitTransaction();
        }
    }

    /** A raw record as its own topic has it. */
    byte[] bytes(RawRecord record) {
        try (RecordSerde<RawRecord> raw = rawSerde(rawTopic())) {
            return raw.encode(record);
        }
    }

    /** Has the registry know a topic as one of raw records. */
    void registerRaw(String topic) {
        try (RecordSerde<RawRecord> raw = rawSerde(topic)) {
            assertThat(raw.encode(Chats.raw("ww1", 1, Chats.NOON))).isNotEmpty();
        }
    }

    private RecordSerde<RawRecord> rawSerde(String topic) {
        return RecordSerde.of(RawRecord.class, topic, RegistryServer.clientSettings(registryUrl));
    }

    /** Publishes any bytes as an event; returns where they are. */
    RecordMetadata publish(byte[] value) throws Exception {
        producer.beginTransaction();
        Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic(), "user:1", value));
        producer.commitTransaction();
        return sent.get();
    }

    /** Publishes events in one transaction; the conversation is the key. */
    void publish(Delivery delivery, List<ChatEvent> events) {
        producer.beginTransaction();
        assertThat(send(delivery, events)).hasSameSizeAs(events);
        // Fails if any of them did.
        producer.commitTransaction();
    }

    /** Publishes events in a transaction that is aborted. */
    void publishInVain(List<ChatEvent> events) {
        producer.beginTransaction();
        assertThat(send(Delivery.LIVE, events)).hasSameSizeAs(events);
        producer.flush();
        producer.abortTransaction();
    }

    private List<Future<?>> send(Delivery delivery, List<ChatEvent> events) {
        List<Future<?>> sent = new ArrayList<>();
        for (ChatEvent event : events) {
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(topic(), "user:" + event.getSeq() % 97, serde.encode(event));
            record.headers()
                    .add(HeaderNames.DELIVERY, delivery.text().getBytes(StandardCharsets.UTF_8))
                    .add(HeaderNames.CORP, event.getCorpId().getBytes(StandardCharsets.UTF_8));
            sent.add(producer.send(record));
        }
        return sent;
    }

    /** Rows whose record came a second time. */
    long edited() {
        return store.rows(ArchiveTable.EVENTS).stream()
                .filter(row -> EDITED.equals(row.getField("text")))
                .count();
    }

    /** Waits until the table has so many rows; returns their identities. */
    List<RowKey> awaitRows(int count) {
        return awaitRows(ArchiveTable.EVENTS, count);
    }

    List<RowKey> awaitRows(ArchiveTable kind, int count) {
        await().atMost(90, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> store.keys(kind).size() >= count);
        return store.keys(kind);
    }

    /** Next offset of a partition of the events that the connector's group has committed; 0 if none. */
    long committed(int partition) throws Exception {
        try (Admin admin = admin()) {
            OffsetAndMetadata next = admin.listConsumerGroupOffsets("connect-" + connector())
                    .partitionsToOffsetAndMetadata()
                    .get(2, TimeUnit.MINUTES)
                    .get(new TopicPartition(topic(), partition));
            return next == null ? 0 : next.offset();
        }
    }

    /** Waits until the table's position is the end of each partition of the events, markers included. */
    void awaitPositionsAtTheEnd() throws Exception {
        Map<Integer, Long> ends = new HashMap<>();
        ends().forEach((partition, end) -> ends.put(partition.partition(), end));
        await().atMost(2, TimeUnit.MINUTES).until(() -> positions().equals(ends));
    }

    private Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        store.open(ArchiveTable.EVENTS).properties().forEach((key, value) -> {
            if (key.startsWith("wecom.offset.")) {
                positions.put(Integer.valueOf(key.substring(key.lastIndexOf('.') + 1)), Long.valueOf(value));
            }
        });
        return positions;
    }

    /** As retention does it: no record and no marker of the events is left. */
    void emptyTopic() throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        ends().forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        try (Admin admin = admin()) {
            admin.deleteRecords(all).all().get(2, TimeUnit.MINUTES);
        }
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        producer.partitionsFor(topic())
                .forEach(partition ->
                        latest.put(new TopicPartition(topic(), partition.partition()), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listOffsets(latest)
                    .all()
                    .get(2, TimeUnit.MINUTES)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        return ends;
    }

    /** All dead letters as of now. */
    List<ConsumerRecord<byte[], byte[]>> letters() {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        TopicPartition place = new TopicPartition(deadLetters(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            while (consumer.position(place) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    /** Stops the connector and waits until its tasks are gone. */
    void stop(ConnectWorker worker, String connector) throws Exception {
        worker.rest().stop(connector);
        await().atMost(2, TimeUnit.MINUTES)
                .until(() -> worker.status(connector).tasks().isEmpty());
    }

    @Override
    public void close() {
        workers.forEach(ConnectWorker::close);
        producer.close(Duration.ofSeconds(5));
        serde.close();
        store.close();
    }
}
