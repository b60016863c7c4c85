package org.wecomarchive.decryptor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.outcome.RecordPosition;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.State;
import org.wecomarchive.schemas.RawRecord;
import org.wecomarchive.serde.RecordReader;
import org.wecomarchive.testkit.registry.ScriptedRegistry;

final class HeldPartitionsTest {

    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final int KNOWN = 1;
    /** Of the record at offset 5 of the odd partition. */
    private static final int UNKNOWN = 7;

    private static final TopicPartition ODD = new TopicPartition("raw", 1);
    private static final TopicPartition OTHER = new TopicPartition("raw", 2);

    private final List<Change> reported = new ArrayList<>();
    private final Recoveries recoveries = new Recoveries(Time.SYSTEM, reported::add);
    private final List<RecordPosition> failed = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> sought = new HashMap<>();
    private long nanos;
    private ScriptedRegistry registry;
    private RecordReader<RawRecord> reader;
    private HeldPartitions held;

    @BeforeEach
    void open() throws IOException {
        registry = ScriptedRegistry.empty();
        registry.add(KNOWN, RawRecord.getClassSchema().toString());
        reader = RecordReader.of(RawRecord.class, Map.of("schema.registry.url", registry.url()));
        held = new HeldPartitions(
                reader::requireSchema,
                () -> recoveries.open("schemas", new Backoff(PROBE, PROBE), PROBE),
                failed::add,
                () -> nanos);
    }

    @AfterEach
    void close() {
        reader.close();
        registry.close();
    }

    @Test
    void givesEverythingThatCanBeDecoded() {
        registry.add(UNKNOWN, RawRecord.getClassSchema().toString());

        assertThat(offsets(poll(records(ODD, 4, 3), records(OTHER, 8, 2))))
                .isEqualTo(Map.of(ODD, List.of(4L, 5L, 6L), OTHER, List.of(8L, 9L)));
        assertThat(sought).isEmpty();
        assertThat(recoveries.state()).isEqualTo(State.STARTING);
    }

    @Test
    void withholdsARecordAndAllBehindItInItsPartitionAlone() {
        ConsumerRecords<byte[], byte[]> given = poll(records(ODD, 4, 3), records(OTHER, 8, 2));

        assertThat(offsets(given)).isEqualTo(Map.of(ODD, List.of(4L), OTHER, List.of(8L, 9L)));
        assertThat(given.nextOffsets()).isEqualTo(Map.of(ODD, next(5), OTHER, next(10)));
        assertThat(sought).isEqualTo(Map.of(ODD, next(5)));
        assertThat(failed).containsExactly(new RecordPosition("raw", 1, 5));
    }

    /** The stream commits the next offset of what it is told of. */
    @Test
    void tellsNothingOfAPartitionOfWhichItGivesNothing() {
        ConsumerRecords<byte[], byte[]> given = poll(records(ODD, 5, 2), records(OTHER, 8, 2));

        assertThat(given.partitions()).containsOnly(OTHER);
        assertThat(given.nextOffsets()).containsOnlyKeys(OTHER);
    }

    @Test
    void waitsBetweenAttempts() {
        poll(records(ODD, 5, 2));
        boolean waitsFirst = held.isWaiting(ODD) && held.due().isEmpty();
        nanos += PROBE.multipliedBy(2).toNanos();
        Set<TopicPartition> due = held.due();
        poll(records(ODD, 5, 2));

        assertThat(waitsFirst).isTrue();
        assertThat(due).containsExactly(ODD);
        assertThat(held.isWaiting(ODD)).isTrue();
        assertThat(held.isWaiting(OTHER)).isFalse();
        assertThat(reported).extracting(Change::phase).containsExactly(Change.Phase.BEGAN);
    }

    @Test
    void goesOnOnceTheSchemaIsThere() {
        poll(records(ODD, 5, 2));
        nanos += PROBE.multipliedBy(2).toNanos();
        registry.add(UNKNOWN, RawRecord.getClassSchema().toString());

        assertThat(offsets(poll(records(ODD, 5, 2)))).isEqualTo(Map.of(ODD, List.of(5L, 6L)));
        assertThat(held.due()).isEmpty();
        assertThat(recoveries.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void forgetsAPartitionThatGoesAway() {
        poll(records(ODD, 5, 2));

        held.forget(List.of(ODD, OTHER));

        assertThat(held.isWaiting(ODD)).isFalse();
        assertThat(held.due()).isEmpty();
        assertThat(recoveries.state()).isEqualTo(State.STARTING);
    }

    @SafeVarargs
    private ConsumerRecords<byte[], byte[]> poll(List<ConsumerRecord<byte[], byte[]>>... partitions) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (List<ConsumerRecord<byte[], byte[]>> records : partitions) {
            TopicPartition partition = new TopicPartition("raw", records.get(0).partition());
            polled.put(partition, records);
            next.put(partition, next(records.get(0).offset() + records.size()));
        }
        return held.readable(new ConsumerRecords<>(polled, next), sought::put);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long first, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = first; offset < first + count; offset++) {
            int schema = partition.equals(ODD) && offset == 5 ? UNKNOWN : KNOWN;
            byte[] value = {0, 0, 0, 0, (byte) schema};
            records.add(new ConsumerRecord<>("raw", partition.partition(), offset, new byte[0], value));
        }
        return records;
    }

    private static Map<TopicPartition, List<Long>> offsets(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<Long>> offsets = new HashMap<>();
        records.forEach(record -> offsets.computeIfAbsent(
                        new TopicPartition(record.topic(), record.partition()), unknown -> new ArrayList<>())
                .add(record.offset()));
        return offsets;
    }

    private static OffsetAndMetadata next(long offset) {
        return new OffsetAndMetadata(offset, Optional.empty(), "");
    }
}
