package org.wecomarchive.sinkiceberg.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.schemas.ChatEvent;
import org.wecomarchive.serde.RecordReader;

/** A topic of events in memory, with two partitions. */
final class FakeTopic implements TopicLog {

    static final String NAME = "events";

    private final Map<TopicPartition, TreeMap<Long, byte[]>> records = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final List<ChatEvent> events = new ArrayList<>();
    private final Set<Integer> ofANewSchema = new HashSet<>();
    /** Its registry is never reached: what it refuses, it refuses by the bytes alone. */
    private RecordReader<ChatEvent> wireFormat =
            RecordReader.of(ChatEvent.class, Map.of("schema.registry.url", "http://127.0.0.1:1"));

    private boolean registryAway;
    private String id = "topic-id";

    static TopicPartition partition(int number) {
        return new TopicPartition(NAME, number);
    }

    void append(int partition, ChatEvent event) {
        events.add(event);
        append(
                partition,
                ByteBuffer.allocate(Integer.BYTES).putInt(events.size() - 1).array());
    }

    /** An event whose schema only the registry knows. */
    void appendOfANewSchema(int partition, ChatEvent event) {
        ofANewSchema.add(events.size());
        append(partition, event);
    }

    /** Whether the registry answers. */
    void registryAway(boolean away) {
        registryAway = away;
    }

    /** A record in the wire format, whose schema the registry has to be asked for. */
    void appendFramed(int partition, int schemaId, byte[] avro) {
        append(
                partition,
                ByteBuffer.allocate(1 + Integer.BYTES + avro.length)
                        .put((byte) 0)
                        .putInt(schemaId)
                        .put(avro)
                        .array());
    }

    /** What records in the wire format are read with. */
    void readWith(RecordReader<ChatEvent> reader) {
        wireFormat = reader;
    }

    /** A record that is none of ours. */
    void appendGarbage(int partition) {
        append(partition, new byte[] {1});
    }

    /** The event that a record's value stands for; refuses garbage as the serde does. */
    ChatEvent event(SinkRecord record) {
        if (((byte[]) record.value()).length != Integer.BYTES) {
            return wireFormat.decode(NAME, record.kafkaPartition(), record.kafkaOffset(), (byte[]) record.value());
        }
        int number = ByteBuffer.wrap((byte[]) record.value()).getInt();
        if (registryAway && ofANewSchema.contains(number)) {
            throw new TimeoutException("no answer from the registry");
        }
        return events.get(number);
    }

    void append(int partition, byte[] value) {
        long end = ends.merge(partition(partition), 1L, Long::sum);
        records.computeIfAbsent(partition(partition), any -> new TreeMap<>()).put(end - 1, value);
    }

    /** An offset without a record, as the end of a transaction takes one. */
    void appendMarker(int partition) {
        ends.merge(partition(partition), 1L, Long::sum);
    }

    /** Retention. */
    void removeBefore(int partition, long offset) {
        records.get(partition(partition)).headMap(offset).clear();
    }

    void makeAgain() {
        id = "another-id";
    }

    List<SinkRecord> read(TopicPartition partition, long from, int atMost) {
        List<SinkRecord> read = new ArrayList<>();
        records.getOrDefault(partition, new TreeMap<>())
                .tailMap(from)
                .forEach((offset, value) ->
                        read.add(new SinkRecord(NAME, partition.partition(), null, null, null, value, offset)));
        return read.subList(0, Math.min(atMost, read.size()));
    }

    @Override
    public Map<String, String> ids(Set<String> topics) {
        return Map.of(NAME, id);
    }

    @Override
    public Map<TopicPartition, LogBounds> bounds(Set<TopicPartition> partitions) {
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        for (TopicPartition partition : partitions) {
            TreeMap<Long, byte[]> log = records.getOrDefault(partition, new TreeMap<>());
            long end = ends.getOrDefault(partition, 0L);
            bounds.put(partition, new LogBounds(log.isEmpty() ? end : log.firstKey(), end));
        }
        return bounds;
    }

    @Override
    public Map<TopicPartition, Long> endsWithoutRecords(Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> without = new HashMap<>();
        from.forEach((partition, offset) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (end > offset && records.getOrDefault(partition, new TreeMap<>()).ceilingKey(offset) == null) {
                without.put(partition, end);
            }
        });
        return without;
    }

    @Override
    public void close() {}
}
