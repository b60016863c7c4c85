package org.wecomarchive.decryptor.stream;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.KafkaClients;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.UnresolvedBrokersException;

/**
 * Kafka's ordinary clients, but for the main consumer: see {@link StreamConsumer}. A committed offset that no longer exists
 * ends the program.
 *
 * <p>Streams has one policy for "never committed", where a new partition must start at its beginning, and for "committed
 * and gone", where raw records were deleted before they were decrypted, or the topic was made again. Resetting there
 * would lose records in silence.
 */
public final class StreamClients implements KafkaClientSupplier {

    private final Prefetch prefetch;
    private final GroupOffsets offsets;
    private final Supplier<HeldPartitions> held;
    private final Recovery recovery;
    private final Pauses pauses;

    /**
     * Clients of one instance.
     *
     * @param held one for each consumer
     * @param recovery how long to wait for names of brokers
     */
    public StreamClients(
            Prefetch prefetch, GroupOffsets offsets, Supplier<HeldPartitions> held, Recovery recovery, Pauses pauses) {
        this.prefetch = prefetch;
        this.offsets = offsets;
        this.held = held;
        this.recovery = recovery;
        this.pauses = pauses;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return open(config, () -> Admin.create(config));
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return open(config, () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return open(config, () -> new StreamConsumer(config, prefetch.ofConsumer(), offsets, held.get()));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return open(
                config, () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    /** A stream whose thread cannot be made is over for good, so a name that does not resolve is waited for here. */
    private <C> C open(Map<String, Object> config, Supplier<C> maker) {
        while (true) {
            try {
                C client = KafkaClients.open(config, maker);
                recovery.close();
                return client;
            } catch (UnresolvedBrokersException e) {
                Failure failure =
                        new Failure(FailureClass.TRANSIENT, e.getClass().getName(), e.getMessage());
                if (!pauses.pause(recovery.failed(failure))) {
                    throw e;
                }
            }
        }
    }
}
