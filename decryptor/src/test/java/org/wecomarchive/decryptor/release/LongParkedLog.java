package org.wecomarchive.decryptor.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.wecomarchive.decryptor.fixtures.Records;
import org.wecomarchive.schemas.HeaderNames;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.schemas.RecordKeys;
import org.wecomarchive.schemas.Topics;

/**
 * One partition of a parked topic with the seqs from 0 on, none of which is kept in memory; every third needs the key that comes.
 * Behind them lie the tombstones of these, in their order.
 */
final class LongParkedLog {

    /** Every so many records the key is the one that comes. */
    static final int EVERY = 3;

    private static final int MOST_RECORDS_OF_A_POLL = 500;

    private final TopicPartition place;
    private final TopicPartition commandPlace;
    private final byte[] firstKey = RecordKeys.of(Records.CORP, 0).getBytes(UTF_8);
    private final int parked;
    private final byte[] value;
    private final Headers waiting;
    private final Headers coming;
    private final LogConsumer<Boolean> member = new LogConsumer<>(present -> present == null ? null : Boolean.TRUE);
    private final CountingProducer producer = new CountingProducer();
    private long tombstones;

    /** @param coming a record whose key comes, {@code waiting} one whose key does not */
    LongParkedLog(Topics topics, int parked, RawRecord coming, RawRecord waiting) {
        this.place = new TopicPartition(topics.parked(), 0);
        this.commandPlace = new TopicPartition(topics.commands(), 0);
        this.parked = parked;
        this.value = Records.bytes(coming);
        this.coming = headers(coming);
        this.waiting = headers(waiting);
    }

    private static Headers headers(RawRecord raw) {
        return Records.headers(raw, "live").add(HeaderNames.REASON, "missing-key".getBytes(UTF_8));
    }

    /** Gives the partition to the member. */
    void assign() {
        member.updateBeginningOffsets(Map.of(place, 0L));
        member.rebalance(List.of(place));
    }

    /** How many were resolved, each once and in order. */
    long resolved() {
        return tombstones;
    }

    ReleaseClients clients() {
        LogConsumer<byte[]> commands = new LogConsumer<>(present -> present);
        commands.updateBeginningOffsets(Map.of(commandPlace, 0L));
        commands.updatePartitions(
                commandPlace.topic(),
                List.of(new PartitionInfo(commandPlace.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        return new ReleaseClients(member, new LogConsumer<>(present -> present), commands, producer);
    }

    /** As {@link RecordKeys#of}, in a fraction of the time. */
    private byte[] key(long seq) {
        byte[] key = firstKey.clone();
        int place = key.length;
        for (long rest = seq; rest > 0; rest /= 10) {
            place--;
            key[place] = (byte) ('0' + rest % 10);
        }
        return key;
    }

    private final class LogConsumer<V> extends MockConsumer<byte[], V> {

        private final Function<byte[], V> values;

        LogConsumer(Function<byte[], V> values) {
            super("earliest");
            this.values = values;
        }

        @Override
        public synchronized ConsumerRecords<byte[], V> poll(Duration atMost) {
            if (assignment().contains(place)) {
                long from = position(place);
                long to = Math.min(from + MOST_RECORDS_OF_A_POLL, parked + tombstones);
                for (long offset = from; offset < to; offset++) {
                    addRecord(read(offset));
                }
            }
            return super.poll(Duration.ZERO);
        }

        private ConsumerRecord<byte[], V> read(long offset) {
            boolean tombstone = offset >= parked;
            long seq = tombstone ? EVERY * (offset - parked) : offset;
            return new ConsumerRecord<>(
                    place.topic(),
                    0,
                    offset,
                    1000,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    key(seq),
                    values.apply(tombstone ? null : value),
                    seq % EVERY == 0 ? coming : waiting,
                    Optional.empty());
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return partitions.stream()
                    .collect(Collectors.toMap(end -> end, end -> end.equals(place) ? parked + tombstones : 0));
        }
    }

    /** Forgets what it has counted. */
    private final class CountingProducer extends MockProducer<byte[], byte[]> {

        CountingProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            history().stream()
                    .filter(record -> record.topic().equals(place.topic()))
                    .forEach(record -> {
                        if (record.value() != null || !Arrays.equals(record.key(), key(EVERY * tombstones))) {
                            throw new IllegalStateException("not the next tombstone");
                        }
                        tombstones++;
                    });
            clear();
        }
    }
}
