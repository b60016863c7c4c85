package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.wecomarchive.decryptor.failure.FatalTroubleException;

/**
 * Kafka's ordinary clients, but for one thing: a committed offset that no longer exists ends the program.
 *
 * <p>Streams has one policy for "never committed", where a new partition must start at its beginning, and for "committed
 * and gone", where raw records were deleted before they were decrypted, or the topic was made again. Resetting there
 * would lose records in silence.
 */
public final class LossDetectingClients implements KafkaClientSupplier {

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LossDetectingConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static final class LossDetectingConsumer extends KafkaConsumer<byte[], byte[]> {

        LossDetectingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            try {
                return super.poll(timeout);
            } catch (OffsetOutOfRangeException e) {
                throw new FatalTroubleException(
                        "the committed offsets " + e.offsetOutOfRangePartitions()
                                + " do not exist any more: the topic was"
                                + " made again, or its retention deleted records before they were decrypted. To go on from"
                                + " what is there, stop all instances and reset the offsets of the application's group"
                                + " with kafka-consumer-groups",
                        e);
            }
        }
    }
}
