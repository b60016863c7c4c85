package org.wecomarchive.ingestor.claim;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.wecomarchive.recovery.KafkaClients;

/**
 * Keeps the text as the metadata of a committed offset, of a group that never has members: Kafka's own small store, which
 * needs no topic. Thread-safe. The offset means nothing; it lies in a topic of so few records that nobody sees a lag.
 */
public final class GroupClaimStore implements ClaimStore {

    private static final long CALL_SECONDS = 2;
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Map<String, Object> clientSettings;
    private final String group;
    private final TopicPartition partition;
    private Optional<Admin> admin = Optional.empty();

    /**
     * Connects, when it is first used, with these client settings, at least {@code bootstrap.servers}.
     *
     * @param group which nobody else uses
     * @param topic which has to exist
     */
    public GroupClaimStore(Map<String, ?> clientSettings, String group, String topic) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.group = group;
        this.partition = new TopicPartition(topic, 0);
    }

    @Override
    public synchronized Optional<String> read() {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return Optional.ofNullable(committed.get(partition)).map(OffsetAndMetadata::metadata);
    }

    @Override
    public synchronized void write(String text) {
        await(admin().alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0, text)))
                .all());
    }

    private Admin admin() {
        if (admin.isEmpty()) {
            admin = Optional.of(KafkaClients.open(clientSettings, () -> Admin.create(clientSettings)));
        }
        return admin.get();
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("the group's coordinator does not answer", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public synchronized void close() {
        admin.ifPresent(open -> open.close(CLOSE));
    }
}
