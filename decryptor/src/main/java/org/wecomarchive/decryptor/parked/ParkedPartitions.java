package org.wecomarchive.decryptor.parked;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.keyring.KeyRing;

/**
 * The partitions of the parked topic that are assigned to this member of the group. It stays at their ends, and goes back
 * for every sweep.
 *
 * <p><b>Invariant.</b> A partition is {@linkplain #ready ready} only once everything was read that its previous owner had
 * written or could still commit. Three steps ensure that. A member that has lost the partition cannot start a commit: its
 * generation is refused. A commit that it had started includes offsets of the partition, and {@code committed} waits until
 * these are decided. Then a consumer that reads only committed records has to pass the end of everything written by now,
 * so that each such transaction is decided in the partition, too.
 *
 * <p>Not safe for use by several threads.
 */
public final class ParkedPartitions implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(ParkedPartitions.class);

    private final Consumer<byte[], Boolean> consumer;
    private final Consumer<byte[], byte[]> reader;
    private final KeyRing keys;
    private final int sliceRecords;
    private final Semaphore budget;
    private final String topic;
    private final Map<Integer, ParkedPartition> partitions = new TreeMap<>();
    private boolean foreignSeen;

    /**
     * Subscribes.
     *
     * @param reader is asked for end offsets, and loses its assignment by that
     * @param sliceRecords how many records may be due at the same time, in all partitions together
     */
    public ParkedPartitions(
            Consumer<byte[], Boolean> consumer,
            Consumer<byte[], byte[]> reader,
            KeyRing keys,
            int sliceRecords,
            String topic) {
        this.consumer = consumer;
        this.reader = reader;
        this.keys = keys;
        this.sliceRecords = sliceRecords;
        this.budget = new Semaphore(sliceRecords);
        this.topic = topic;
        consumer.subscribe(Set.of(topic), this);
    }

    /** Takes in what has come, and waits for it at most this long. */
    public void poll(Duration atMost) {
        partitions.values().forEach(ParkedPartition::begin);
        consumer.poll(atMost).forEach(this::enter);
        fixEnds();
        for (ParkedPartition partition : partitions.values()) {
            partition.advance(consumer.position(place(partition.number())));
        }
    }

    /** Partitions whose sweep is read to its end, ascending. */
    public List<ParkedPartition> ready() {
        return partitions.values().stream().filter(ParkedPartition::isReady).toList();
    }

    /** Partitions that were read to their end since they were assigned here. */
    public List<ParkedPartition> served() {
        return partitions.values().stream().filter(ParkedPartition::isServed).toList();
    }

    /** Whether so little is due that another slice is worth reading. */
    public boolean hasRoom() {
        return budget.availablePermits() * 2 >= sliceRecords;
    }

    /** Has a partition read again from its beginning. */
    public void sweep(ParkedPartition partition) {
        goBack(partition);
        consumer.seekToBeginning(Set.of(place(partition.number())));
    }

    /** Has a partition read again from an offset. */
    public void sweep(ParkedPartition partition, long offset) {
        goBack(partition);
        consumer.seek(place(partition.number()), offset);
    }

    private static void goBack(ParkedPartition partition) {
        partition.dueByKey().beginSlice();
        partition.readUpTo(partition.entered());
    }

    /**
     * Has a partition read on to its end, before which nothing of it is ready. Needed after an abort: what was aborted is in the log, and
     * before the consumer has passed it, nobody can tell it from what another member has written.
     */
    public void readOn(ParkedPartition partition) {
        TopicPartition place = place(partition.number());
        // The client warns of ends that it was asked for and does not read.
        reader.assign(Set.of(place));
        partition.readUpTo(reader.endOffsets(Set.of(place)).get(place));
    }

    /** Everything before this offset was taken in, unless the partition is read again. */
    public long position(ParkedPartition partition) {
        return consumer.position(place(partition.number()));
    }

    /** Adds to a transaction how far a partition is known; the generation of the group goes with it. */
    public void sendOffsets(Producer<?, ?> producer, ParkedPartition partition) {
        producer.sendOffsetsToTransaction(
                Map.of(place(partition.number()), new OffsetAndMetadata(partition.entered())),
                consumer.groupMetadata());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        onPartitionsRevoked(added);
        for (TopicPartition place : added) {
            partitions.put(place.partition(), new ParkedPartition(place.partition(), keys, budget));
        }
        consumer.seekToBeginning(added);
        if (!added.isEmpty()) {
            log.info("assigned {} to release from", added);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        for (TopicPartition place : revoked) {
            Optional.ofNullable(partitions.remove(place.partition())).ifPresent(ParkedPartition::close);
        }
    }

    /** The second and third step of the invariant, for partitions that are new here. */
    private void fixEnds() {
        Set<TopicPartition> unknown = partitions.values().stream()
                .filter(partition -> !partition.isEndKnown())
                .map(partition -> place(partition.number()))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            consumer.committed(unknown);
            // The client warns of ends that it was asked for and does not read.
            reader.assign(unknown);
            reader.endOffsets(unknown)
                    .forEach((place, end) -> partitions.get(place.partition()).readUpTo(end));
        }
    }

    private void enter(ConsumerRecord<byte[], Boolean> record) {
        ParkedPartition partition = partitions.get(record.partition());
        if (partition == null) {
            return;
        }
        Optional<ParkedKey> key = ParkedKey.of(record.key());
        boolean tombstone = record.value() == null;
        Optional<ParkedGroup> group =
                tombstone ? Optional.empty() : key.flatMap(known -> ParkedGroup.of(known, record.headers()));
        key.ifPresent(known -> partition.enter(record.offset(), known, group));
        boolean foreign = key.isEmpty() || (!tombstone && group.isEmpty());
        if (foreign && !foreignSeen) {
            foreignSeen = true;
            log.warn(
                    "{}-{}: this version does not know the record at offset {}; such records stay parked",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    private TopicPartition place(int partition) {
        return new TopicPartition(topic, partition);
    }
}
