package org.wecomarchive.decryptor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wecomarchive.decryptor.failure.FatalTroubleException;
import org.wecomarchive.schemas.Topics;

/** What the owner of partitions commits; what a start refuses is shown with real brokers. */
final class GroupOffsetsTest {

    private static final Topics TOPICS = new Topics("test");
    private static final TopicPartition ONE = new TopicPartition(TOPICS.raw(), 1);
    private static final TopicPartition TWO = new TopicPartition(TOPICS.raw(), 2);
    private static final Set<TopicPartition> BOTH = Set.of(ONE, TWO);

    private final GroupOffsets offsets = new GroupOffsets(TOPICS, "group", StartFrom.AUTO);
    private final MockConsumer<byte[], byte[]> owner = owner();

    @BeforeEach
    void assign() {
        assigned(owner);
    }

    @Test
    void commitsTheBeginningsOfWhatNobodyHasBegun() {
        assertThat(offsets.begin(owner, BOTH)).isTrue();

        assertThat(owner.committed(BOTH)).isEqualTo(Map.of(ONE, offset(7), TWO, offset(0)));
    }

    /** As when another instance has begun, worked and stopped since this one has looked. */
    @Test
    void setsNoOffsetBack() {
        owner.commitSync(Map.of(ONE, offset(50)));

        assertThat(offsets.begin(owner, BOTH)).isTrue();

        assertThat(owner.committed(BOTH)).isEqualTo(Map.of(ONE, offset(50), TWO, offset(0)));
    }

    @Test
    void refusesAnOffsetThatIsGoneWhileItRuns() {
        offsets.begin(owner, BOTH);
        MockConsumer<byte[], byte[]> later = owner();
        assigned(later);
        later.commitSync(Map.of(TWO, offset(3)));

        assertThatThrownBy(() -> offsets.begin(later, BOTH))
                .isInstanceOf(FatalTroubleException.class)
                .hasMessageContaining("committed offsets of the group group for the partitions 1 of " + TOPICS.raw())
                .hasMessageContaining("--topic " + TOPICS.raw() + ":1 --reset-offsets");
        assertThat(later.committed(BOTH)).isEqualTo(Map.of(TWO, offset(3)));
    }

    @Test
    void beginsAgainWhatIsGoneIfItIsToldTo() {
        GroupOffsets repeating = new GroupOffsets(TOPICS, "group", StartFrom.BEGINNING);
        repeating.begin(owner, BOTH);
        MockConsumer<byte[], byte[]> later = owner();
        assigned(later);

        assertThat(repeating.begin(later, Set.of(ONE))).isTrue();

        assertThat(later.committed(Set.of(ONE))).isEqualTo(Map.of(ONE, offset(7)));
    }

    static List<KafkaException> motions() {
        return List.of(new RebalanceInProgressException(), new CommitFailedException());
    }

    @ParameterizedTest
    @MethodSource("motions")
    void triesAgainOnceTheGroupIsAtRest(KafkaException motion) {
        MockConsumer<byte[], byte[]> moving = new MockConsumer<>("earliest") {
            private boolean first = true;

            @Override
            public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                if (first) {
                    first = false;
                    throw motion;
                }
                super.commitSync(offsets);
            }
        };
        assigned(moving);

        assertThat(offsets.begin(moving, BOTH)).isFalse();
        assertThat(offsets.begin(moving, BOTH)).isTrue();

        assertThat(moving.committed(BOTH)).containsOnlyKeys(ONE, TWO);
    }

    private static MockConsumer<byte[], byte[]> owner() {
        return new MockConsumer<>("earliest");
    }

    private static void assigned(MockConsumer<byte[], byte[]> consumer) {
        consumer.assign(BOTH);
        consumer.updateBeginningOffsets(Map.of(ONE, 7L, TWO, 0L));
    }

    private static OffsetAndMetadata offset(long offset) {
        return new OffsetAndMetadata(offset);
    }
}
