package org.wecomarchive.sinkiceberg.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class UncommittedRecordsTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    private final UncommittedRecords records = new UncommittedRecords();

    @Test
    void areAsOldAsTheFirstOfThemAlsoWhenTheyArriveAgain() {
        records.arrived(FIRST, 5, START.plusSeconds(3));
        records.arrived(SECOND, 9, START);
        records.arrived(SECOND, 9, START.plusSeconds(60));

        assertThat(records.oldest()).contains(START);
    }

    @Test
    void areAsOldAsWhatACommitDidNotTake() {
        records.arrived(FIRST, 5, START);
        records.arrived(FIRST, 6, START.plusSeconds(10));
        records.arrived(FIRST, 7, START.plusSeconds(20));

        records.committed(Map.of(FIRST, 7L));

        assertThat(records.oldest()).contains(START.plusSeconds(20));
    }

    @Test
    void areNoneOnceTheTableHasThemOrOthersTakeThem() {
        records.arrived(FIRST, 5, START);
        records.arrived(SECOND, 5, START);

        records.committed(Map.of(FIRST, 6L));
        records.leave(List.of(SECOND));

        assertThat(records.isEmpty()).isTrue();
        assertThat(records.oldest()).isEmpty();
    }
}
