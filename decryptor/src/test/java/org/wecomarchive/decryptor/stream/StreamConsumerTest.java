package org.wecomarchive.decryptor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.decryptor.fixtures.NeverAsked;
import org.wecomarchive.decryptor.prefetch.ConsumerPrefetch;
import org.wecomarchive.decryptor.prefetch.Prefetch;
import org.wecomarchive.schemas.Topics;

final class StreamConsumerTest {

    private static final TopicPartition GOES = new TopicPartition("raw", 5);
    private static final TopicPartition STAYS = new TopicPartition("raw", 6);
    /** Never reached: nothing here polls. */
    private static final Map<String, Object> SETTINGS =
            Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "test", "enable.auto.commit", false);

    private final Prefetch ahead =
            new Prefetch(new NeverAsked(), new ArrayDeque<Runnable>()::add, 1, 1_000_000, () -> 0);
    private final ConsumerPrefetch polled = ahead.ofConsumer();
    private final List<String> told = new ArrayList<>();
    private StreamConsumer consumer;

    @BeforeEach
    void open() {
        consumer = new StreamConsumer(
                SETTINGS,
                polled,
                new GroupOffsets(new Topics("test"), "test", StartFrom.AUTO),
                new HeldPartitions(raw -> {}, () -> null, at -> {}, () -> 0));
        polled.polled(new ConsumerRecords<>(Map.of(GOES, records(GOES, 3), STAYS, records(STAYS, 2)), Map.of()));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    static Stream<BiConsumer<StreamConsumer, TopicPartition>> seeks() {
        return Stream.of(
                (consumer, partition) -> consumer.seek(partition, 1),
                (consumer, partition) -> consumer.seek(partition, new OffsetAndMetadata(1)),
                (consumer, partition) -> consumer.seekToBeginning(List.of(partition)),
                (consumer, partition) -> consumer.seekToEnd(List.of(partition)));
    }

    @ParameterizedTest
    @MethodSource("seeks")
    void forgetsAPartitionThatIsSought(BiConsumer<StreamConsumer, TopicPartition> seek) {
        consumer.assign(List.of(GOES, STAYS));

        seek.accept(consumer, GOES);

        assertThat(ahead.waiting()).isEqualTo(2);
    }

    @Test
    void forgetsEverythingWhenItCloses() {
        consumer.close();

        assertThat(ahead.waiting()).isZero();
        assertThat(ahead.bytes()).isZero();
    }

    @Test
    void forgetsARevokedPartitionBeforeTheStreamIsTold() {
        consumer.listening(listener()).onPartitionsRevoked(List.of(GOES));

        assertThat(told).containsExactly("revoked [raw-5], 2 waiting");
    }

    @Test
    void forgetsALostPartitionBeforeTheStreamIsTold() {
        consumer.listening(listener()).onPartitionsLost(List.of(GOES));

        assertThat(told).containsExactly("lost [raw-5], 2 waiting");
    }

    @Test
    void keepsItsWorkWhenMorePartitionsAreAssigned() {
        consumer.listening(listener()).onPartitionsAssigned(List.of(GOES));

        assertThat(told).containsExactly("assigned [raw-5], 5 waiting");
    }

    /** Nothing here runs the pool. */
    private ConsumerRebalanceListener listener() {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                tell("assigned", partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                tell("revoked", partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                tell("lost", partitions);
            }
        };
    }

    private void tell(String what, Collection<TopicPartition> partitions) {
        told.add(what + " " + partitions + ", " + ahead.waiting() + " waiting");
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            records.add(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), offset, new byte[0], new byte[] {1}));
        }
        return records;
    }
}
