package org.wecomarchive.ingestor.claim;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.recovery.KafkaAnswers;
import org.wecomarchive.recovery.KafkaClients;

/**
 * Keeps the text as the metadata of a committed offset of a group that never has members, so that it needs no topic of
 * its own. The offset itself means nothing; its topic has so few records that the group's lag stays small. Thread-safe.
 */
public final class GroupClaimStore implements ClaimStore {

    private static final Duration CALL = Duration.ofSeconds(2);
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
                KafkaAnswers.await(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), CALL);
        return Optional.ofNullable(committed.get(partition)).map(OffsetAndMetadata::metadata);
    }

    @Override
    public synchronized void write(String text) {
        KafkaAnswers.await(
                admin().alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0, text)))
                        .all(),
                CALL);
    }

    private Admin admin() {
        if (admin.isEmpty()) {
            admin = Optional.of(KafkaClients.open(clientSettings, () -> Admin.create(clientSettings)));
        }
        return admin.get();
    }

    @Override
    public synchronized void close() {
        admin.ifPresent(open -> open.close(CLOSE));
    }
}
