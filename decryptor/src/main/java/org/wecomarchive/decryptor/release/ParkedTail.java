package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.outcome.OutcomeHeaders;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.schemas.HeaderNames;

/**
 * The end of the parked topic as a member of the group: keeps the index of the partitions assigned here.
 *
 * <p><b>Invariant.</b> A partition is {@linkplain #ready ready} only once the index holds everything that the owner before
 * had written or could still commit. Three steps see to that. A member that has lost the partition can start no commit
 * any more, because its generation is refused. What it was committing goes with offsets of that partition, and
 * {@code committed} waits until these are decided. The end of all that is written <em>after</em> that, committed or not,
 * has then to be passed by a consumer that reads only what is committed, so that every such transaction is decided there
 * too.
 *
 * <p>Not safe for use by several threads.
 */
final class ParkedTail implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(ParkedTail.class);

    private final Consumer<byte[], Boolean> consumer;
    private final Consumer<byte[], byte[]> reader;
    private final ParkedIndex index;
    private final String topic;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<Integer> ready = new TreeSet<>();
    private boolean foreignSeen;

    /** Subscribes; {@code reader} is asked for end offsets, and loses its assignment by that. */
    ParkedTail(Consumer<byte[], Boolean> consumer, Consumer<byte[], byte[]> reader, ParkedIndex index, String topic) {
        this.consumer = consumer;
        this.reader = reader;
        this.index = index;
        this.topic = topic;
        consumer.subscribe(Set.of(topic), this);
    }

    /** Takes in what has come, and waits for it at most this long. */
    void poll(Duration atMost) {
        consumer.poll(atMost).forEach(this::enter);
        fixEnds();
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (!ready.contains(end.getKey().partition()) && consumer.position(end.getKey()) >= end.getValue()) {
                ready.add(end.getKey().partition());
            }
        }
        if (index.hasRoom()) {
            index.overflown().forEach(this::readAgain);
        }
    }

    /** Partitions whose index is complete, ascending. */
    Set<Integer> ready() {
        return ready;
    }

    boolean isReady(int partition) {
        return ready.contains(partition);
    }

    /** Partitions assigned here. */
    int assigned() {
        return assigned.size();
    }

    /** Offset up to which the index has read. */
    long position(int partition) {
        return consumer.position(new TopicPartition(topic, partition));
    }

    /** What a transaction commits for a partition: how far the index has read. */
    Map<TopicPartition, OffsetAndMetadata> offsets(int partition) {
        TopicPartition place = new TopicPartition(topic, partition);
        return Map.of(place, new OffsetAndMetadata(consumer.position(place)));
    }

    ConsumerGroupMetadata groupMetadata() {
        return consumer.groupMetadata();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        consumer.seekToBeginning(partitions);
        if (!partitions.isEmpty()) {
            log.info("assigned {} to release from", partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            assigned.remove(partition);
            forget(partition);
        }
    }

    private void forget(TopicPartition partition) {
        ends.remove(partition);
        ready.remove(partition.partition());
        index.clear(partition.partition());
    }

    private void readAgain(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        log.info("{} is read again from offset {}: there is room for what was passed over", place, offset);
        ends.remove(place);
        ready.remove(partition);
        index.catchUp(partition);
        consumer.seek(place, offset);
    }

    /** The second and third step of the invariant, for partitions that are new here. */
    private void fixEnds() {
        Set<TopicPartition> unknown = new HashSet<>(assigned);
        unknown.removeAll(ends.keySet());
        if (!unknown.isEmpty()) {
            consumer.committed(unknown);
            // The client warns of ends that it was asked for and does not read.
            reader.assign(unknown);
            ends.putAll(reader.endOffsets(unknown));
        }
    }

    private void enter(ConsumerRecord<byte[], Boolean> record) {
        Optional<ParkedKey> key = ParkedKey.of(record.key());
        if (key.isPresent() && record.value() == null) {
            index.resolve(record.partition(), key.get());
            return;
        }
        Optional<ParkedGroup> group = key.flatMap(known -> group(known, record));
        if (group.isPresent()) {
            index.park(record.partition(), key.get(), record.offset(), group.get());
        } else if (!foreignSeen) {
            foreignSeen = true;
            log.warn(
                    "{}-{} has a record that this version does not know, at offset {}: it and its like stay parked",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    private static Optional<ParkedGroup> group(ParkedKey key, ConsumerRecord<byte[], Boolean> record) {
        Optional<ParkedReason> reason =
                OutcomeHeaders.text(record.headers(), HeaderNames.REASON).flatMap(ParkedReason::of);
        Optional<Long> version = OutcomeHeaders.number(record.headers(), HeaderNames.KEY_VERSION);
        return reason.flatMap(why -> version.map(number -> new ParkedGroup(key.corp(), number, why)));
    }
}
