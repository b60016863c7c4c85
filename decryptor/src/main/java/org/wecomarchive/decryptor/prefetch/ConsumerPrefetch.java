package org.wecomarchive.decryptor.prefetch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * One consumer's side of the prefetch: what it polled is begun, what it no longer owns or will poll again is forgotten.
 *
 * <p><b>Threads.</b> Safe for any number. No call waits.
 */
public final class ConsumerPrefetch {

    private final Prefetch prefetch;
    private final Map<TopicPartition, PartitionPrefetch> partitions = new HashMap<>();

    ConsumerPrefetch(Prefetch prefetch) {
        this.prefetch = prefetch;
    }

    /** Begins the work for records that the stream will ask for. */
    public synchronized void polled(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            prefetch.begin(partitions.computeIfAbsent(partition, prefetch::open), records.records(partition));
        }
    }

    /** Forgets partitions that were revoked, lost or sought. */
    public synchronized void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionPrefetch work = this.partitions.remove(partition);
            if (work != null) {
                prefetch.close(partition, work);
            }
        }
    }

    /** Forgets everything, when the consumer closes. */
    public synchronized void forgetAll() {
        forget(List.copyOf(partitions.keySet()));
    }
}
