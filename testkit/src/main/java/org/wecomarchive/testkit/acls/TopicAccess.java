package org.wecomarchive.testkit.acls;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Tries what a client is allowed to do, on the first partition of topics.
 *
 * <p><b>Errors.</b> Kafka's own {@code AuthorizationException} if a right is missing, wrapped in an
 * {@link ExecutionException} except when reading.
 *
 * @param client settings of the client: brokers and identity
 */
public record TopicAccess(Map<String, String> client) {

    private static final Duration ANSWER_AT_MOST = Duration.ofMinutes(2);

    public TopicAccess {
        client = Map.copyOf(client);
    }

    /** Writes a record of one byte. */
    public void write(String topic) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[1])).get();
        }
    }

    /** Reads from the beginning. */
    public void read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(Map.copyOf(client), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(first(topic)));
            consumer.seek(first(topic), 0);
            consumer.poll(ANSWER_AT_MOST);
        }
    }

    /** Deletes all records. */
    public void delete(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.copyOf(client))) {
            admin.deleteRecords(Map.of(first(topic), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private static TopicPartition first(String topic) {
        return new TopicPartition(topic, 0);
    }
}
