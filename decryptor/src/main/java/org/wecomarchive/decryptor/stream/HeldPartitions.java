package org.wecomarchive.decryptor.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.serde.RegistryRefusedException;
import org.wecomarchive.serde.RegistryUnavailableException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/**
 * Partitions whose next record cannot be decoded now, because the registry is away or does not have its schema. Such a
 * record is withheld from the stream, and all behind it in its partition, until its schema is there: in the stream it
 * would end the thread, which rolls back every other partition of that thread.
 *
 * <p><b>Invariants.</b> A partition that is held is at the offset of the record it waits for, and is tried again after a
 * pause that its {@link Recovery} gives.
 *
 * <p>Not safe for use by several threads: belongs to one consumer.
 */
public final class HeldPartitions {

    private final Consumer<ConsumerRecord<byte[], byte[]>> schema;
    private final Supplier<Recovery> recoveries;
    private final Consumer<RecordPosition> failed;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Held> held = new HashMap<>();

    private record Held(Recovery recovery, long until) {}

    /**
     * Nothing is held yet.
     *
     * @param schema fetches the schema of a record unless it is known, and throws as the serde does
     * @param recoveries one for each partition that is held
     * @param failed told of each record that is waited for
     * @param nanoTime monotonic clock in nanoseconds
     */
    public HeldPartitions(
            Consumer<ConsumerRecord<byte[], byte[]>> schema,
            Supplier<Recovery> recoveries,
            Consumer<RecordPosition> failed,
            LongSupplier nanoTime) {
        this.schema = schema;
        this.recoveries = recoveries;
        this.failed = failed;
        this.nanoTime = nanoTime;
    }

    /** Whether the partition must not be read now. */
    boolean isWaiting(TopicPartition partition) {
        return held.containsKey(partition)
                && nanoTime.getAsLong() < held.get(partition).until();
    }

    /** Those that are to be tried again. */
    Set<TopicPartition> due() {
        return held.keySet().stream().filter(partition -> !isWaiting(partition)).collect(Collectors.toSet());
    }

    void close() {
        forget(Set.copyOf(held.keySet()));
    }

    /** The partitions are somebody else's now, or read from elsewhere. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> Optional.ofNullable(held.remove(partition))
                .ifPresent(gone -> gone.recovery().close()));
    }

    /**
     * What the stream may have of the records.
     *
     * @param goBack told where a partition that is held has to be read again, after its pause
     */
    ConsumerRecords<byte[], byte[]> readable(
            ConsumerRecords<byte[], byte[]> polled, BiConsumer<TopicPartition, OffsetAndMetadata> goBack) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> readable = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            int count = count(partition, records);
            if (count > 0) {
                readable.put(partition, records.subList(0, count));
            }
            if (count < records.size()) {
                ConsumerRecord<byte[], byte[]> first = records.get(count);
                OffsetAndMetadata position = new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
                goBack.accept(partition, position);
                next.computeIfPresent(partition, (known, behind) -> count > 0 ? position : null);
            }
        }
        return new ConsumerRecords<>(readable, next);
    }

    /** How many of the records can be decoded, up to the first that cannot. */
    private int count(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        int count = 0;
        try {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                schema.accept(record);
                count++;
            }
            Optional.ofNullable(held.remove(partition))
                    .ifPresent(readable -> readable.recovery().over());
        } catch (RegistryUnavailableException | RegistryRefusedException | UnresolvableSchemaException e) {
            Recovery recovery =
                    Optional.ofNullable(held.get(partition)).map(Held::recovery).orElseGet(recoveries);
            long pause = recovery.failed(DecryptorFailures.classify(e)).toNanos();
            held.put(partition, new Held(recovery, nanoTime.getAsLong() + pause));
            failed.accept(new RecordPosition(
                    partition.topic(), partition.partition(), records.get(count).offset()));
        }
        return count;
    }
}
