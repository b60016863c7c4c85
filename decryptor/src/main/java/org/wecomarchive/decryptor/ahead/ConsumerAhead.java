package org.wecomarchive.decryptor.ahead;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * One consumer's side of the work ahead: what it polled is begun, what it no longer owns or will poll again is forgotten.
 *
 * <p><b>Threads.</b> Safe for any number. No call waits.
 */
public final class ConsumerAhead {

    private final DecryptAhead ahead;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();

    ConsumerAhead(DecryptAhead ahead) {
        this.ahead = ahead;
    }

    /** Begins the work for records that the stream will ask for. */
    public synchronized void polled(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            ahead.begin(lanes.computeIfAbsent(partition, ahead::open), records.records(partition));
        }
    }

    /** Forgets partitions that were revoked, lost or sought. */
    public synchronized void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Lane lane = lanes.remove(partition);
            if (lane != null) {
                ahead.close(partition, lane);
            }
        }
    }

    /** Forgets everything, when the consumer closes. */
    public synchronized void forgetAll() {
        forget(List.copyOf(lanes.keySet()));
    }
}
