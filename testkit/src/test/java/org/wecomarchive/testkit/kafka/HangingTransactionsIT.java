package org.wecomarchive.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HangingTransactionsIT {

    private static final TopicPartition PARTITION = new TopicPartition("hanging-transactions", 0);

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

    /** Its coordinator gives it up after two seconds. */
    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        "abandoned",
                        "transaction.timeout.ms",
                        2000),
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
