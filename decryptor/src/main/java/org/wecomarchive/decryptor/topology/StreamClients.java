package org.wecomarchive.decryptor.topology;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.wecomarchive.decryptor.ahead.DecryptAhead;

/**
 * Kafka's ordinary clients, but for two things: what the main consumer polls is decrypted ahead of the stream, and a
 * committed offset that no longer exists ends the program.
 *
 * <p>Streams has one policy for "never committed", where a new partition must start at its beginning, and for "committed
 * and gone", where raw records were deleted before they were decrypted, or the topic was made again. Resetting there
 * would lose records in silence.
 */
public final class StreamClients implements KafkaClientSupplier {

    private final DecryptAhead ahead;

    public StreamClients(DecryptAhead ahead) {
        this.ahead = ahead;
    }

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
        return new StreamConsumer(config, ahead.ofConsumer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
