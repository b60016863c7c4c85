package org.wecomarchive.decryptor.topology;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.decryptor.ahead.ConsumerAhead;

/**
 * Forgets the work ahead for partitions that go away, then tells the stream, which may still commit them.
 *
 * @param stream what Kafka Streams itself listens with
 */
record ForgettingListener(ConsumerAhead ahead, ConsumerRebalanceListener stream) implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        stream.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        ahead.forget(partitions);
        stream.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        ahead.forget(partitions);
        stream.onPartitionsLost(partitions);
    }
}
