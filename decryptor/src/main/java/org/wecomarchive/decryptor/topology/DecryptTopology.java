package org.wecomarchive.decryptor.topology;

import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.Topology;
import org.wecomarchive.decryptor.health.Progress;
import org.wecomarchive.decryptor.metrics.OutcomeMetrics;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.parked.ParkedLookup;
import org.wecomarchive.schemas.Topics;

/**
 * The stream's graph: raw → one processor → events, parked, dead letters, erased.
 *
 * <p>Bytes in and bytes out, so that nothing can fail outside the processor; no state, so that partitions can be added to
 * every topic while it runs. A partition without a committed offset starts at its beginning; one whose committed offset
 * no longer exists is an error, see {@code StreamConsumer}.
 */
public final class DecryptTopology {

    private static final String SOURCE = "raw";
    private static final String DECRYPT = "decrypt";

    private DecryptTopology() {}

    /**
     * Builds the graph.
     *
     * @param metrics makes the metrics, or finds those that another task has made
     * @param parked what a replay has to know of the parked topic
     */
    public static Topology of(
            Topics topics,
            TransactionRetry decrypter,
            Function<StreamsMetrics, OutcomeMetrics> metrics,
            Progress progress,
            ParkedLookup parked) {
        ByteArrayDeserializer reader = new ByteArrayDeserializer();
        ByteArraySerializer writer = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource(AutoOffsetReset.earliest(), SOURCE, DecryptTopology::timestamp, reader, reader, topics.raw())
                .addProcessor(DECRYPT, () -> new OutcomeProcessor(decrypter, metrics, progress, parked), SOURCE);
        for (Destination destination : Destination.values()) {
            topology.addSink(destination.text(), destination.topic(topics), writer, writer, DECRYPT);
        }
        return topology;
    }

    /** The record's own; Streams would stop for good at a record without one. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
}
