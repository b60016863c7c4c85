package org.wecomarchive.decryptor.release;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Opens the Kafka clients of one session. */
public interface ReleaseClients {

    /** Reads the commands: what is committed, without a group. */
    Consumer<byte[], byte[]> commands();

    /** Member of the group: {@code read_committed}, no automatic commit; the value tells only that there is one. */
    Consumer<byte[], Boolean> member();

    /**
     * Outside of the group: {@code read_uncommitted}, so that its end offsets are those of all that is written. It reads
     * only offsets that the member has seen committed.
     */
    Consumer<byte[], byte[]> reader();

    /** With a transactional id of its own, and not initialized. */
    Producer<byte[], byte[]> producer();
}
