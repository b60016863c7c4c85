package org.wecomarchive.decryptor.topology;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.schemas.Topics;

/**
 * The stream's graph: raw → one processor → events, parked, dead letters, erased.
 *
 * <p>Bytes in and bytes out, so that nothing can fail outside the processor; no state, so that partitions can be added to
 * every topic while it runs. A partition without a committed offset starts at its beginning; one whose committed offset
 * no longer exists is an error, see {@link StreamConsumer}.
 */
public final class DecryptTopology {

    private static final String SOURCE = "raw";
    private static final String DECRYPT = "decrypt";

    private DecryptTopology() {}

    /** Builds the graph; {@code processors} makes one processor for each task. */
    static Topology of(Topics topics, Supplier<Processor<byte[], byte[], byte[], byte[]>> processors) {
        ByteArrayDeserializer reader = new ByteArrayDeserializer();
        ByteArraySerializer writer = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), SOURCE, DecryptTopology::timestamp, reader, reader, topics.raw())
                .addProcessor(DECRYPT, processors::get, SOURCE)
                .addSink(Destination.EVENTS.text(), topics.events(), writer, writer, DECRYPT)
                .addSink(Destination.PARKED.text(), topics.parked(), writer, writer, DECRYPT)
                .addSink(Destination.DEAD_LETTERS.text(), topics.deadLetters(), writer, writer, DECRYPT)
                .addSink(Destination.ERASED.text(), topics.erased(), writer, writer, DECRYPT);
    }

    /** The record's own; Streams would stop for good at a record without one. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
}
