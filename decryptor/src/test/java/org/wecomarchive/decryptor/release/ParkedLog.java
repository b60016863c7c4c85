package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.wecomarchive.schemas.Topics;

/** One partition of a parked topic in memory, and clients of it that can be read again and again. */
final class ParkedLog {

    private final TopicPartition place;
    private final TopicPartition commandPlace;
    private final List<ConsumerRecord<byte[], byte[]>> commandRecords = new ArrayList<>();
    private final LogConsumer<byte[]> commands;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final LogConsumer<Boolean> member;
    private final LogConsumer<byte[]> reader;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {

                @Override
                public synchronized void abortTransaction() {
                    keepAborted(uncommittedRecords());
                    super.abortTransaction();
                }
            };
    private final Set<Long> aborted = new HashSet<>();
    private int pollsUntilAborted;
    private int copied;
    private long undecided;
    private int readFromTheBeginning;

    ParkedLog(Topics topics) {
        place = new TopicPartition(topics.parked(), 0);
        commandPlace = new TopicPartition(topics.commands(), 0);
        member = new LogConsumer<>(place, records, value -> value == null ? null : Boolean.TRUE);
        reader = new LogConsumer<>(place, records, value -> value);
        commands = new LogConsumer<>(commandPlace, commandRecords, value -> value);
        commands.updatePartitions(
                topics.commands(),
                List.of(new PartitionInfo(topics.commands(), 0, Node.noNode(), new Node[0], new Node[0])));
    }

    /** Appends a record. */
    void append(byte[] key, byte[] value, Headers headers) {
        append(place, records, key, value, headers);
    }

    /** Appends a record to the topic of commands. */
    void command(byte[] key, byte[] value) {
        append(commandPlace, commandRecords, key, value, new RecordHeaders());
    }

    private static void append(
            TopicPartition place,
            List<ConsumerRecord<byte[], byte[]>> records,
            byte[] key,
            byte[] value,
            Headers headers) {
        records.add(new ConsumerRecord<>(
                place.topic(),
                0,
                records.size(),
                1000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty()));
    }

    /** How often the member has begun at the first record. */
    int readFromTheBeginning() {
        return readFromTheBeginning;
    }

    /** As if a transaction of this many records were open behind the last one. */
    void leaveUndecided(long count) {
        undecided = count;
    }

    /** What an aborted transaction has written stays in the log: the reader sees it, the member passes it at its second poll. */
    private void keepAborted(List<ProducerRecord<byte[], byte[]>> written) {
        for (ProducerRecord<byte[], byte[]> record : written) {
            if (record.topic().equals(place.topic())) {
                aborted.add((long) records.size());
                append(record.key(), record.value(), record.headers());
            }
        }
        pollsUntilAborted = 1;
    }

    /** Gives the partition to the member. */
    void assign() {
        member.rebalance(List.of(place));
    }

    /** Takes it away again. */
    void revoke() {
        member.rebalance(List.of());
    }

    /** What was committed since the last call; what of it is for this topic is appended to it. */
    List<ProducerRecord<byte[], byte[]>> committed() {
        List<ProducerRecord<byte[], byte[]>> fresh = List.copyOf(
                producer.history().subList(copied, producer.history().size()));
        copied = producer.history().size();
        fresh.stream()
                .filter(record -> record.topic().equals(place.topic()))
                .forEach(record -> append(record.key(), record.value(), record.headers()));
        fresh.stream()
                .filter(record -> record.topic().equals(commandPlace.topic()))
                .forEach(record -> command(record.key(), record.value()));
        return fresh;
    }

    MockProducer<byte[], byte[]> mock() {
        return producer;
    }

    ReleaseClients clients() {
        return new ReleaseClients(member, reader, commands, producer);
    }

    private final class LogConsumer<V> extends MockConsumer<byte[], V> {

        private final TopicPartition place;
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private final Function<byte[], V> values;

        LogConsumer(TopicPartition place, List<ConsumerRecord<byte[], byte[]>> records, Function<byte[], V> values) {
            super("earliest");
            this.place = place;
            this.records = records;
            this.values = values;
            updateBeginningOffsets(Map.of(place, 0L));
        }

        @Override
        public synchronized ConsumerRecords<byte[], V> poll(Duration atMost) {
            if (assignment().contains(place)) {
                long position = position(place);
                if (position == 0 && this == member && !records.isEmpty()) {
                    readFromTheBeginning++;
                }
                boolean committedOnly = this == member;
                long end = committedOnly && pollsUntilAborted > 0 ? firstAborted() : records.size();
                records.stream()
                        .filter(record -> record.offset() >= position && record.offset() < end)
                        .filter(record -> !committedOnly || !aborted.contains(record.offset()))
                        .forEach(this::add);
                if (committedOnly && aborted.contains(end - 1) && position < end) {
                    seek(place, end);
                }
                pollsUntilAborted -= committedOnly && pollsUntilAborted > 0 ? 1 : 0;
            }
            return super.poll(Duration.ZERO);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition,
                            partition -> partition.equals(commandPlace)
                                    ? commandRecords.size()
                                    : ParkedLog.this.records.size() + undecided));
        }

        private long firstAborted() {
            return aborted.stream().mapToLong(Long::longValue).min().orElse(records.size());
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            addRecord(new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.timestampType(),
                    0,
                    0,
                    record.key(),
                    values.apply(record.value()),
                    record.headers(),
                    record.leaderEpoch()));
        }
    }
}
