package org.wecomarchive.sinkelasticsearch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.serde.RecordSerde;
import org.wecomarchive.sinkelasticsearch.fixtures.Events;
import org.wecomarchive.testkit.connect.ConnectWorker;
import org.wecomarchive.testkit.connect.ConnectorConfig;
import org.wecomarchive.testkit.registry.RegistryServer;

/** Topics of their own, Connect workers of their own group and indices of their own prefix; servers are shared. */
final class SinkFixture implements AutoCloseable {

    private final String name;
    private final String bootstrapServers;
    private final String registryUrl;
    private final String elasticsearchUrl;
    private final KafkaProducer<String, byte[]> producer;
    private final RecordSerde<ChatEvent> serde;
    private final List<Future<RecordMetadata>> sending = new ArrayList<>();
    private final List<ConnectWorker> workers = new ArrayList<>();

    SinkFixture(String name, String bootstrapServers, String registryUrl, String elasticsearchUrl) throws Exception {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        this.elasticsearchUrl = elasticsearchUrl;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", "25165824"),
                new StringSerializer(),
                new ByteArraySerializer());
        this.serde = RecordSerde.of(ChatEvent.class, topics().events(), RegistryServer.clientSettings(registryUrl));
        TopicCatalog.load(Path.of("../deploy/topics.yaml")).createAll(bootstrapServers, topics().prefix());
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(deadLetters(), 1, (short) 1)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    Topics topics() {
        return new Topics("test." + name);
    }

    /** Where the connector may keep aside what can never become a document. */
    String deadLetters() {
        return "test." + name + "-dead-letters";
    }

    /** Name of the connector; its consumer group is named after it. */
    String connector() {
        return "search-" + name;
    }

    /** Prefix and alias of this fixture's indices. */
    String alias() {
        return "test-" + name.toLowerCase(java.util.Locale.ROOT);
    }

    ConnectWorker startWorker() throws IOException {
        ConnectWorker worker = ConnectWorker.start(bootstrapServers, "connect-" + name, 1);
        workers.add(worker);
        return worker;
    }

    /** Everything that must be set, with short pauses. */
    Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", WeComArchiveElasticsearchSinkConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("topics", topics().events());
        config.putAll(ConnectorConfig.CONVERTERS);
        config.put("validate.connect", "false");
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("elasticsearch.url", elasticsearchUrl);
        config.put("schema.registry.url", registryUrl);
        config.put("index.prefix", alias());
        config.put("index.replicas", "0");
        config.put("backoff.max.ms", "500");
        config.put("recall.interval.ms", "200");
        config.put("recall.retry.max.ms", "1000");
        return config;
    }

    void publish(ChatEvent event) {
        publish(event, Delivery.LIVE);
    }

    void publish(ChatEvent event, Delivery delivery) {
        publish(event.getConversationId(), serde.encode(event), delivery);
    }

    void publish(String key, byte[] value, Delivery delivery) {
        ProducerRecord<String, byte[]> sent = new ProducerRecord<>(topics().events(), key, value);
        sent.headers().add(HeaderNames.DELIVERY, delivery.text().getBytes(StandardCharsets.UTF_8));
        sending.add(producer.send(sent));
    }

    /** Publishes a raw record among the events; returns when the brokers have it. */
    void publishRaw(long seq) throws Exception {
        RawRecord raw = RawRecord.newBuilder()
                .setCorpId(Events.CORP)
                .setSeq(seq)
                .setMsgid("m" + seq)
                .setKeyVersion(1)
                .setEncryptedKey("a2V5")
                .setEncryptedPayload("cGF5bG9hZA==")
                .setFetchedAt(Events.SENT_AT)
                .build();
        try (RecordSerde<RawRecord> rawSerde = RecordSerde.of(
                RawRecord.class,
                topics().raw(),
                Map.of("schema.registry.url", registryUrl, "auto.register.schemas", "true"))) {
            byte[] value = rawSerde.encode(raw);
            sending.add(producer.send(
                    new ProducerRecord<>(topics().events(), RecordKeys.of(raw.getCorpId(), raw.getSeq()), value)));
        }
        flush();
    }

    /** Returns when the brokers have everything published so far. */
    void flush() throws Exception {
        for (Future<RecordMetadata> one : sending) {
            one.get(2, TimeUnit.MINUTES);
        }
        sending.clear();
    }

    /** What the connector's group has committed, and no partition that it has not. */
    Map<TopicPartition, Long> committed() throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .listConsumerGroupOffsets("connect-" + connector())
                    .partitionsToOffsetAndMetadata()
                    .get(2, TimeUnit.MINUTES)
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() != null)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        }
    }

    /** All records of a topic as of now. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public void close() {
        workers.forEach(ConnectWorker::close);
        producer.close();
        serde.close();
    }
}
