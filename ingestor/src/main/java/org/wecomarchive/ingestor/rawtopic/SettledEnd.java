package org.wecomarchive.ingestor.rawtopic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.KafkaAnswers;

/** Waits until all transactions are over that hide the end of a partition from readers of committed records. */
final class SettledEnd {

    /** No transaction of a healthy producer with Kafka's default {@code transaction.timeout.ms} is open for longer. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final Consumer<?, ?> committed;
    private final Admin admin;
    private final Timing timing;

    /**
     * Looks through these clients.
     *
     * @param committed a read_committed consumer, whose end is the last stable offset
     */
    SettledEnd(Consumer<?, ?> committed, Admin admin, Timing timing) {
        this.committed = committed;
        this.admin = admin;
        this.timing = timing;
    }

    /**
     * Where the partition ended when this was called, once committed records can be seen up to there.
     *
     * @param call limit of a single call
     * @throws HangingTransactionException when that takes longer than a minute
     */
    long await(TopicPartition partition, Duration call) throws InterruptedException {
        long end = highWatermark(partition);
        Duration deadline = timing.elapsed().plus(SETTLE);
        long stable = lastStableOffset(partition, call);
        for (int looks = 1; stable < end; looks++) {
            if (timing.elapsed().compareTo(deadline) > 0) {
                throw new HangingTransactionException(partition, stable, end);
            }
            timing.sleep(PAUSES.after(looks));
            stable = lastStableOffset(partition, call);
        }
        return end;
    }

    private long lastStableOffset(TopicPartition partition, Duration call) {
        return committed.endOffsets(List.of(partition), call).get(partition);
    }

    private long highWatermark(TopicPartition partition) {
        ListOffsetsOptions withOpenTransactions = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return KafkaAnswers.await(admin.listOffsets(Map.of(partition, OffsetSpec.latest()), withOpenTransactions)
                        .partitionResult(partition))
                .offset();
    }
}
