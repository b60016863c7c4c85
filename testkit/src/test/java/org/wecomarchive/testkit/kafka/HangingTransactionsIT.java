package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class HangingTransactionsIT {

    private static final TopicPartition PARTITION = new TopicPartition("hanging-transactions", 0);

    private static final String MANY = "many-partitions";
    private static final int PARTITIONS = 24;

    @TempDir
    Path dir;

    @Test
    void returnsWhenNoTransactionKeepsReadersOfCommittedRecordsWaiting() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            KafkaProducer<String, String> abandoned = producer(kafka);
            abandoned.initTransactions();
            abandoned.beginTransaction();
            abandoned
                    .send(new ProducerRecord<>(PARTITION.topic(), "never committed"))
                    .get();
            assertThat(end(kafka, "read_committed")).isLessThan(end(kafka, "read_uncommitted"));

            HangingTransactions.end(kafka.bootstrapServers());

            assertThat(end(kafka, "read_committed")).isEqualTo(end(kafka, "read_uncommitted"));
            abandoned.close();
        }
    }

    /**
     * The coordinator had begun to commit when it was killed. The next one sends the markers as soon as it has loaded its log;
     * whoever takes its silence until then for the end of the transaction would abort what is committed.
     */
    @RepeatedTest(3)
    void leavesACommitThatTheCoordinatorHadBegunToIt() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            restartBehindATransaction(kafka, CoordinatorLog.PREPARE_COMMIT);

            HangingTransactions.end(kafka.bootstrapServers());

            assertThat(readable(kafka)).isEqualTo(PARTITIONS);
        }
    }

    /**
     * A coordinator that had just started after a kill was seen to call a commit complete while partitions had it open.
     * Aborted there, it would be torn: the offset is committed, its records are gone.
     */
    @Test
    void commitsWhatTheCoordinatorCallsCommitted() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            restartBehindATransaction(kafka, CoordinatorLog.COMPLETE_COMMIT);

            HangingTransactions.end(kafka.bootstrapServers());

            assertThat(readable(kafka)).isEqualTo(PARTITIONS);
        }
    }

    /** The coordinator has gone on, the partitions have not, and nobody else would ever tell them. */
    @Test
    void endsWhatTheCoordinatorNoLongerKnows() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            restartBehindATransaction(kafka, CoordinatorLog.EMPTY);

            HangingTransactions.end(kafka.bootstrapServers());

            assertThat(readable(kafka)).isZero();
        }
    }

    /** Kills the cluster inside a transaction over many partitions, and has its coordinator in a state of its own at the start. */
    private void restartBehindATransaction(EmbeddedKafka kafka, byte state) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(MANY, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        KafkaProducer<String, String> killed = producer(kafka, 60_000);
        killed.initTransactions();
        killed.beginTransaction();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var unused = killed.send(new ProducerRecord<>(MANY, partition, "key", "value"));
        }
        killed.flush();
        kafka.stopNode(0);
        CoordinatorLog.goOn(dir.resolve("node-0"), state);
        killed.close(Duration.ZERO);
        kafka.startNode(0);
    }

    private static int readable(EmbeddedKafka kafka) {
        List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(MANY, partition))
                .toList();
        int records = 0;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                records += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
        return records;
    }

    /** Its coordinator gives it up after two seconds. */
    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return producer(kafka, 2000);
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, int timeoutMs) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        "abandoned",
                        "transaction.timeout.ms",
                        timeoutMs),
                new StringSerializer(),
                new StringSerializer());
    }

    private static long end(EmbeddedKafka kafka, String isolation) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        }
    }
}
