package org.wecomarchive.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wecomarchive.provisioning.TopicCatalog;
import org.wecomarchive.schemas.Delivery;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;
import org.wecomarchive.testkit.kafka.EmbeddedKafka;

@Timeout(600)
class LedgerReaderIT {

    private static final Duration ENOUGH = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    @Test
    void seesCommittedRecordsOnlyAndGoesOnWhereItEnded() throws Exception {
        Topics topics = new Topics("test");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 1)) {
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
            TopicCatalog.load(Path.of("..", "deploy", "topics.yaml")).createAll(kafka.bootstrapServers(), "test");
            try (LedgerReader reader = new LedgerReader(settings, topics);
                    KafkaProducer<String, String> producer = producer(kafka)) {
                producer.initTransactions();

                producer.beginTransaction();
                send(producer, record(topics.raw(), 1, RecordKeys.of("ww1", 1)));
                send(producer, record(topics.raw(), 2, RecordKeys.of("ww1", 2)));
                send(producer, record(topics.events(), 1, "room:a"));
                producer.commitTransaction();
                Balance first = settled(reader, new Balance(2, 1, 0, 0, 0, 0, 0, 1, 0, 0));

                producer.beginTransaction();
                send(producer, record(topics.events(), 2, "room:a"));
                Balance open = reader.read(ENOUGH).balance();
                producer.abortTransaction();
                Balance aborted = reader.read(ENOUGH).balance();

                producer.beginTransaction();
                send(producer, record(topics.deadLetters(), 2, RecordKeys.of("ww1", 2)));
                producer.commitTransaction();
                Balance last = settled(reader, new Balance(2, 1, 0, 1, 0, 0, 0, 0, 0, 0));

                assertThat(first).isEqualTo(new Balance(2, 1, 0, 0, 0, 0, 0, 1, 0, 0));
                assertThat(open).isEqualTo(first);
                assertThat(aborted).isEqualTo(first);
                assertThat(last).isEqualTo(new Balance(2, 1, 0, 1, 0, 0, 0, 0, 0, 0));
            }
        }
    }

    /** A commit returns before its markers are in the partitions: what it made visible comes a moment later. */
    private static Balance settled(LedgerReader reader, Balance expected) {
        return await().atMost(ENOUGH).until(() -> reader.read(ENOUGH).balance(), expected::equals);
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "writer"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void send(KafkaProducer<String, String> producer, ProducerRecord<String, String> record)
            throws Exception {
        producer.send(record).get(2, TimeUnit.MINUTES);
    }

    private static ProducerRecord<String, String> record(String topic, long seq, String key) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, "value");
        record.headers().add(HeaderNames.CORP, bytes("ww1"));
        record.headers().add(HeaderNames.SEQ, bytes(Long.toString(seq)));
        record.headers().add(HeaderNames.DELIVERY, bytes(Delivery.LIVE.text()));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
