package org.wecomarchive.decryptor.release;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The Kafka clients of one session.
 *
 * @param member of the group: {@code read_committed}, no automatic commit; the value tells only that there is one
 * @param reader outside of the group: {@code read_uncommitted}, so that its end offsets are those of all that is written. It
 *     reads only offsets that the member has seen committed
 * @param commands reads the commands: what is committed, without a group
 * @param producer with a transactional id of its own, and not initialized
 */
public record ReleaseClients(
        Consumer<byte[], Boolean> member,
        Consumer<byte[], byte[]> reader,
        Consumer<byte[], byte[]> commands,
        Producer<byte[], byte[]> producer)
        implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** Ends a wait of a consumer that is under way, or else the next one. */
    void wakeUp() {
        member.wakeup();
        reader.wakeup();
        commands.wakeup();
    }

    /** Leaves the group; an open transaction is aborted. */
    @Override
    public void close() {
        CloseOptions bounded = CloseOptions.timeout(CLOSING);
        try (Consumer<?, ?> leaving = member;
                Consumer<?, ?> ordering = commands;
                Consumer<?, ?> reading = reader;
                Producer<?, ?> aborting = producer) {
            aborting.close(CLOSING);
            reading.close(bounded);
            ordering.close(bounded);
            leaving.close(bounded);
        }
    }
}
