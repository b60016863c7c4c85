package org.wecomarchive.sinkelasticsearch.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class OffsetLedgerTest {

    private static final TopicPartition P0 = new TopicPartition("events", 0);
    private static final TopicPartition P1 = new TopicPartition("events", 1);

    private final OffsetLedger ledger = new OffsetLedger();

    @Test
    void commitsWhatWasConsumedWhenAllOfItIsSettled() {
        ledger.take(P0, 4).settle();
        ledger.take(P0, 7).settle();

        // Above the last record by the markers of transactions.
        assertThat(committable(P0, 10)).isEqualTo(10);
    }

    @Test
    void commitsOnlyUpToTheFirstUnsettledOffset() {
        ledger.take(P0, 4).settle();
        OffsetEntry second = ledger.take(P0, 5);
        ledger.take(P0, 6).settle();

        assertThat(committable(P0, 7)).isEqualTo(5);

        second.settle();
        assertThat(committable(P0, 7)).isEqualTo(7);
    }

    @Test
    void keepsPartitionsApart() {
        ledger.take(P0, 0);
        ledger.take(P1, 0).settle();

        assertThat(ledger.committable(Map.of(P0, new OffsetAndMetadata(1), P1, new OffsetAndMetadata(1))))
                .isEqualTo(Map.of(P0, new OffsetAndMetadata(0), P1, new OffsetAndMetadata(1)));
    }

    @Test
    void countsAnOldSettlementForNothingAfterTheConsumerWentBack() {
        OffsetEntry before = ledger.take(P0, 3);
        ledger.take(P0, 4).settle();
        OffsetEntry again = ledger.take(P0, 3);

        before.settle();
        assertThat(committable(P0, 5)).isEqualTo(3);

        again.settle();
        assertThat(committable(P0, 4)).isEqualTo(4);
    }

    @Test
    void forgetsPartitionsThatAnotherTaskMayHave() {
        ledger.take(P0, 3);

        ledger.forget(List.of(P0));

        assertThat(committable(P0, 9)).isEqualTo(9);
    }

    private long committable(TopicPartition partition, long consumed) {
        return ledger.committable(Map.of(partition, new OffsetAndMetadata(consumed)))
                .get(partition)
                .offset();
    }
}
