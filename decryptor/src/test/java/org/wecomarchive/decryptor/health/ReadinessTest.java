package org.wecomarchive.decryptor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.health.GroupStanding.Standing;
import org.wecomarchive.decryptor.outcome.RecordPosition;

final class ReadinessTest {

    private static final Duration STALL = Duration.ofSeconds(30);

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final Map<Integer, Standing> brokers = new HashMap<>();
    private final Progress progress = new Progress();
    private final AtomicLong nanoTime = new AtomicLong();
    private State state = State.RUNNING;
    private boolean brokersAnswer = true;
    private final Readiness readiness =
            new Readiness(new Readiness.Observed(() -> state, () -> metrics), progress, STALL, nanoTime::get);

    @Test
    void isNotReadyBeforeItsFirstGoodSample() {
        state = State.REBALANCING;

        readiness.sample(this::standings);

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, true, "REBALANCING", 0, 0));
    }

    @Test
    void isReadyWhenItHasCaughtUpHoweverLongAgoTheLastRecordCame() {
        stands(0, 100, 100);
        stands(1, 0, 0);

        pass(Duration.ofHours(5));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 0, 0));
    }

    /** More instances than partitions. */
    @Test
    void isReadyWithoutAPartition() {
        pass(Duration.ofHours(5));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 0, 0));
    }

    @Test
    void isReadyWhileItWorksOffABacklog() {
        for (int committed = 0; committed < 100; committed++) {
            stands(0, committed, 1_000_000);
            pass(Duration.ofSeconds(29));
        }

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 1_000_000 - 99, 0));
    }

    @Test
    void isNotReadyWhenRecordsWaitAndNothingIsCommitted() {
        isReadyAt(0, 10);
        stands(0, 10, 20);

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, true, "RUNNING", 10, 31));
    }

    /** Records that are done again and again, and rolled back each time for another partition of the thread. */
    @Test
    void takesWhatIsDoneAndNotCommittedForNoProgress() {
        isReadyAt(0, 10);
        isReadyAt(1, 5);
        for (int second = 0; second < 31; second++) {
            stands(0, 10, 20 + second);
            progress.advanced(new RecordPosition("raw", 0, 10 + second));
            progress.failed(new RecordPosition("raw", 1, 5));
            progress.failed();
            pass(Duration.ofSeconds(1));
        }

        assertThat(readiness.status().ready()).isFalse();
    }

    @Test
    void isNotReadyForOnePartitionAlthoughAllOthersGetOn() {
        isReadyAt(0, 10);
        for (int committed = 0; committed < 40; committed++) {
            stands(0, 10, 11);
            stands(1, committed, 100);
            pass(Duration.ofSeconds(1));
        }

        assertThat(readiness.status().ready()).isFalse();
    }

    /** The metrics of a consumer go with its thread, and its partition may be nobody's for a while. */
    @Test
    void remembersThePartitionAtWhichItsThreadHasDied() {
        isReadyAt(0, 10);
        progress.failed(new RecordPosition("raw", 0, 10));
        brokers.put(0, new Standing(10, 11, 11));
        metrics.clear();

        pass(Duration.ofSeconds(31));
        boolean whileItFails = readiness.status().ready();
        stands(0, 11, 11);
        readiness.sample(this::standings);

        assertThat(whileItFails).isFalse();
        assertThat(readiness.status().ready()).isTrue();
    }

    @Test
    void isNotReadyAfterAThreadHasDiedForWhateverReasonAndNothingIsServed() {
        isReadyAt(0, 10);
        progress.failed();
        metrics.clear();

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status().ready()).isFalse();
    }

    /** Everything is fetched that a reader of committed records may see. */
    @Test
    void isNotReadyBehindAnOpenTransaction() {
        isReadyAt(0, 10);
        brokers.put(0, new Standing(10, 10, 30));
        lag(0, 0);

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, true, "RUNNING", 20, 31));
    }

    /** After a restart, past the last record, nothing commits the offset behind the marker of its transaction. */
    @Test
    void isReadyWhereOnlyTheMarkerOfATransactionIsLeft() {
        brokers.put(0, new Standing(10, 11, 11));
        lag(0, 0);

        pass(Duration.ofHours(1));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 0, 0));
    }

    @Test
    void isNotReadyWhereTheLastRecordIsNeverCommitted() {
        isReadyAt(0, 10);
        brokers.put(0, new Standing(10, 11, 11));
        progress.advanced(new RecordPosition("raw", 0, 10));

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status().ready()).isFalse();
    }

    @Test
    void isNotReadyOutOfTouchWithItsGroup() {
        isReadyAt(0, 10);
        metric("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", Map.of(), 21);

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status().ready()).isFalse();
    }

    @Test
    void isNotReadyWhenTheBrokersDoNotAnswer() {
        isReadyAt(0, 10);
        brokersAnswer = false;

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status().ready()).isFalse();
    }

    @Test
    void isNeitherReadyNorLiveAfterItsEnd() {
        isReadyAt(0, 10);

        state = State.ERROR;

        assertThat(readiness.status().ready()).isFalse();
        assertThat(readiness.status().live()).isFalse();
    }

    @Test
    void isNeitherReadyNorLiveOnceItHasGivenUp() {
        isReadyAt(0, 10);

        readiness.giveUp();

        assertThat(readiness.status().ready()).isFalse();
        assertThat(readiness.status().live()).isFalse();
    }

    @Test
    void countsARecordOnceHoweverOftenItsTransactionIsAborted() {
        for (int i = 0; i < 3; i++) {
            progress.advanced(new RecordPosition("raw", 0, 6));
            progress.advanced(new RecordPosition("raw", 0, 7));
        }

        assertThat(progress.recordsDone()).isEqualTo(2);
    }

    private void isReadyAt(int partition, long end) {
        stands(partition, end, end);
        readiness.sample(this::standings);
        assertThat(readiness.status().ready()).isTrue();
    }

    /** A partition that is served here, without open transactions. */
    private void stands(int partition, long committed, long end) {
        brokers.put(partition, new Standing(committed, end, end));
        lag(partition, end - committed);
    }

    private Optional<Map<Integer, Standing>> standings(Set<Integer> partitions) {
        Map<Integer, Standing> known = new HashMap<>(brokers);
        known.keySet().retainAll(partitions);
        return brokersAnswer ? Optional.of(known) : Optional.empty();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        readiness.sample(this::standings);
    }

    private void lag(int partition, long records) {
        Map<String, String> tags = Map.of("topic", "raw", "partition", Integer.toString(partition));
        metric("consumer-fetch-manager-metrics", "records-lag", tags, (double) records);
    }

    private void metric(String group, String name, Map<String, String> tags, double value) {
        MetricName metricName = new MetricName(name, group, "", tags);
        metrics.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
