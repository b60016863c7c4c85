package org.wecomarchive.ingestor.rawtopic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wecomarchive.ingestor.Servers;
import org.wecomarchive.ingestor.ServersExtension;
import org.wecomarchive.ingestor.cursor.LastRecord;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;

@Timeout(600)
@ExtendWith(ServersExtension.class)
final class RawTopicSearchIT {

    private static final Instant FETCHED = Instant.parse("2026-01-05T08:00:00Z");

    private String bootstrapServers;
    private TopicPartition partition;

    @BeforeEach
    void createTopic(Servers servers, TestInfo test) throws Exception {
        bootstrapServers = servers.bootstrapServers();
        partition = new TopicPartition(test.getTestMethod().orElseThrow().getName(), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            // Kept for ever as the raw topic is: the records are old.
            NewTopic topic = new NewTopic(partition.topic(), 1, (short) 1).configs(Map.of("retention.ms", "-1"));
            admin.createTopics(List.of(topic)).all().get(2, TimeUnit.MINUTES);
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

        assertThat(last("ww1")).hasValue(new LastRecord(42, 0, FETCHED));
        assertThat(last("ww10")).hasValue(new LastRecord(4099, 0, FETCHED));
        assertThat(last("ww2")).isEmpty();
    }

    @Test
    void looksNoFurtherBackThanItIsAsked() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer("one");
                RawTopicSearch tail = open()) {
            producer.beginTransaction();
            send(producer, "ww1", 41, Delivery.LIVE);
            producer.commitTransaction();

            assertThat(tail.last("ww1", partition, FETCHED)).hasValue(new LastRecord(41, 0, FETCHED));
            assertThat(tail.last("ww1", partition, FETCHED.plusMillis(1))).isEmpty();
        }
    }

    @Test
    void findsTheHighestInWhicheverPartition() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createPartitions(Map.of(partition.topic(), NewPartitions.increaseTo(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (KafkaProducer<String, byte[]> producer = producer("one");
                RawTopicSearch tail = open()) {
            producer.beginTransaction();
            send(producer, 0, "ww1", 41, Delivery.LIVE);
            send(producer, 1, "ww1", 43, Delivery.LIVE);
            send(producer, 2, "ww1", 42, Delivery.LIVE);
            send(producer, 2, "ww2", 44, Delivery.LIVE);
            producer.commitTransaction();

            assertThat(tail.highest("ww1", partition.topic(), FETCHED)).hasValue(new LastRecord(43, 1, FETCHED));
            assertThat(tail.highest("ww3", partition.topic(), FETCHED)).isEmpty();
        }
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

        assertThat(last("ww1")).hasValue(new LastRecord(41, 0, FETCHED));
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

            Future<Optional<LastRecord>> found = thread.submit(() -> last("ww1"));
            await().during(1, TimeUnit.SECONDS).atMost(2, TimeUnit.MINUTES).until(() -> !found.isDone());
            other.commitTransaction();

            assertThat(found.get(2, TimeUnit.MINUTES)).hasValue(new LastRecord(42, 0, FETCHED));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void namesATransactionThatHangsAndGoesOnOnceItIsEndedByTheOffsetItNames() throws Exception {
        try (KafkaProducer<String, byte[]> hanging = producer("hanging");
                KafkaProducer<String, byte[]> ours = producer("ours")) {
            ours.beginTransaction();
            send(ours, "ww1", 41, Delivery.LIVE);
            ours.commitTransaction();
            hanging.beginTransaction();
            send(hanging, "ww2", 1, Delivery.LIVE);
            hanging.flush();
            ours.beginTransaction();
            send(ours, "ww1", 42, Delivery.LIVE);
            ours.commitTransaction();

            // 41 and the end of its transaction are below; above come ww2, 42 and the end of its transaction.
            assertThatThrownBy(this::lastInAHurry)
                    .isInstanceOf(HangingTransactionException.class)
                    .hasMessageContainingAll(
                            "partition 0 of topic " + partition.topic(),
                            "last stable offset is 2, the end 5",
                            "find-hanging --topic " + partition.topic() + " --partition 0",
                            "abort --topic " + partition.topic() + " --partition 0 --start-offset 2");
            abort(2);

            assertThat(last("ww1")).hasValue(new LastRecord(42, 0, FETCHED));
        }
    }

    @Test
    void findsUpToWhenTheCorpIsAccountedForInTheLastCallsThatTell() throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer("one")) {
            producer.beginTransaction();
            sendCalls(producer, "ww1", 0, Optional.of(FETCHED.minusMillis(3)));
            sendCalls(producer, "ww1", 1, Optional.of(FETCHED.minusMillis(2)));
            sendCalls(producer, "ww1", 2, Optional.empty());
            sendCalls(producer, "ww2", 3, Optional.of(FETCHED));
            producer.commitTransaction();
        }

        assertThat(caughtUp("ww1", 0)).hasValue(FETCHED.minusMillis(2));
        assertThat(caughtUp("ww2", 3)).hasValue(FETCHED);
        assertThat(caughtUp("ww1", 2)).isEmpty();
        assertThat(caughtUp("ww1", 4)).isEmpty();
        assertThat(caughtUp("ww3", 0)).isEmpty();
    }

    @Test
    void asksToBeTriedAgainWhileTheTopicIsMissing() {
        try (RawTopicSearch tail = open()) {
            assertThatThrownBy(() -> tail.partitions("missing"))
                    .isInstanceOf(RawTopicUnsettledException.class)
                    .hasMessageContaining("missing");
            assertThat(tail.partitions(partition.topic())).isEqualTo(1);
        }
    }

    private Optional<LastRecord> last(String corpId) throws InterruptedException {
        try (RawTopicSearch tail = open()) {
            return tail.last(corpId, partition, Instant.EPOCH);
        }
    }

    private Optional<Instant> caughtUp(String corpId, int sinceMinute) throws InterruptedException {
        try (RawTopicSearch tail = open()) {
            return tail.caughtUp(corpId, partition, FETCHED.plus(Duration.ofMinutes(sinceMinute)));
        }
    }

    /** As above, with a minute that passes in three looks. */
    private Optional<LastRecord> lastInAHurry() throws InterruptedException {
        AtomicLong passed = new AtomicLong();
        Timing hurried = new Timing(
                Clock.systemUTC(),
                passed::get,
                pause -> passed.addAndGet(Duration.ofSeconds(25).toNanos()));
        try (RawTopicSearch tail = RawTopicSearch.open(Map.of("bootstrap.servers", bootstrapServers), hurried)) {
            return tail.last("ww1", partition, Instant.EPOCH);
        }
    }

    /** What {@code kafka-transactions.sh abort --start-offset} does. */
    private void abort(long startOffset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ProducerState hanging =
                    admin
                            .describeProducers(List.of(partition))
                            .partitionResult(partition)
                            .get()
                            .activeProducers()
                            .stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().equals(OptionalLong.of(startOffset)))
                            .findFirst()
                            .orElseThrow();
            admin.abortTransaction(new AbortTransactionSpec(
                            partition,
                            hanging.producerId(),
                            (short) hanging.producerEpoch(),
                            hanging.coordinatorEpoch().orElse(0)))
                    .all()
                    .get(2, TimeUnit.MINUTES);
        }
    }

    private RawTopicSearch open() {
        return RawTopicSearch.open(Map.of("bootstrap.servers", bootstrapServers), Timing.system());
    }

    private KafkaProducer<String, byte[]> producer(String id) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                partition.topic() + id,
                "max.block.ms",
                Duration.ofSeconds(30).toMillis());
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void sendCalls(
            KafkaProducer<String, byte[]> producer, String corpId, int minute, Optional<Instant> caughtUp) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                partition.topic(), 0, FETCHED.plus(Duration.ofMinutes(minute)).toEpochMilli(), corpId, new byte[10]);
        caughtUp.map(moment -> Long.toString(moment.toEpochMilli()).getBytes(StandardCharsets.UTF_8))
                .ifPresent(text -> record.headers().add(HeaderNames.CAUGHT_UP, text));
        // A failure surfaces when the transaction is committed.
        Future<RecordMetadata> unused = producer.send(record);
    }

    private void send(KafkaProducer<String, byte[]> producer, String corpId, long seq, Delivery delivery) {
        send(producer, 0, corpId, seq, delivery);
    }

    private void send(KafkaProducer<String, byte[]> producer, int number, String corpId, long seq, Delivery delivery) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                partition.topic(), number, FETCHED.toEpochMilli(), RecordKeys.of(corpId, seq), new byte[10]);
        record.headers().add(HeaderNames.DELIVERY, delivery.text().getBytes(StandardCharsets.UTF_8));
        // A failure surfaces when the transaction is committed.
        Future<RecordMetadata> unused = producer.send(record);
    }
}
