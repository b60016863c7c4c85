package org.wecomarchive.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.ingestor.cursor.TailRecord;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

@Timeout(120)
final class RawTailIT {

    private static final Instant FETCHED = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    private TopicPartition partition;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(directory, 1);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        partition = new TopicPartition(test.getTestMethod().orElseThrow().getName(), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void findsTheLastLiveRecordBehindThousandsOfOthers() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer("one")) {
            producer.beginTransaction();
            send(producer, "ww1", 41, Delivery.LIVE);
            send(producer, "ww1", 42, Delivery.LIVE);
            send(producer, "ww1", 17, Delivery.REPLAYED);
            for (int seq = 100; seq < 4100; seq++) {
                send(producer, "ww10", seq, Delivery.LIVE);
            }
            producer.commitTransaction();
        }

        assertThat(last("ww1")).hasValue(new TailRecord(42, 0, FETCHED));
        assertThat(last("ww10")).hasValue(new TailRecord(4099, 0, FETCHED));
        assertThat(last("ww2")).isEmpty();
    }

    @Test
    void ignoresWhatWasNeverCommitted() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer("one")) {
            producer.beginTransaction();
            send(producer, "ww1", 41, Delivery.LIVE);
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, "ww1", 42, Delivery.LIVE);
            producer.flush();
            producer.abortTransaction();
        }

        assertThat(last("ww1")).hasValue(new TailRecord(41, 0, FETCHED));
    }

    @Test
    void waitsForTransactionsOfOthersThatHideOurLastRecords() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (KafkaProducer<String, byte[]> other = producer("other");
                KafkaProducer<String, byte[]> ours = producer("ours")) {
            other.beginTransaction();
            send(other, "ww2", 1, Delivery.LIVE);
            other.flush();
            ours.beginTransaction();
            send(ours, "ww1", 42, Delivery.LIVE);
            ours.commitTransaction();

            Future<Optional<TailRecord>> found = thread.submit(() -> last("ww1"));
            await().during(1, TimeUnit.SECONDS).atMost(5, TimeUnit.SECONDS).until(() -> !found.isDone());
            other.commitTransaction();

            assertThat(found.get(30, TimeUnit.SECONDS)).hasValue(new TailRecord(42, 0, FETCHED));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void asksToBeTriedAgainWhileTheTopicIsMissing() {
        try (RawTail tail = open()) {
            assertThatThrownBy(() -> tail.partitions("missing"))
                    .isInstanceOf(UnsettledTailException.class)
                    .hasMessageContaining("missing");
            assertThat(tail.partitions(partition.topic())).isEqualTo(1);
        }
    }

    private Optional<TailRecord> last(String corpId) throws InterruptedException {
        try (RawTail tail = open()) {
            return tail.last(corpId, partition);
        }
    }

    private static RawTail open() {
        return RawTail.open(Map.of("bootstrap.servers", kafka.bootstrapServers()), Timing.system());
    }

    private KafkaProducer<String, byte[]> producer(String id) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                partition.topic() + id,
                "max.block.ms",
                Duration.ofSeconds(30).toMillis());
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void send(KafkaProducer<String, byte[]> producer, String corpId, long seq, Delivery delivery) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                partition.topic(), 0, FETCHED.toEpochMilli(), RecordKeys.of(corpId, seq), new byte[10]);
        record.headers().add(HeaderNames.DELIVERY, delivery.text().getBytes(StandardCharsets.UTF_8));
        // A failure surfaces when the transaction is committed.
        Future<RecordMetadata> unused = producer.send(record);
    }
}
