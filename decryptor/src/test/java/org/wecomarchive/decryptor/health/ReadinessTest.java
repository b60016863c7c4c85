package org.wecomarchive.decryptor.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.wecomarchive.decryptor.outcome.RecordPosition;

final class ReadinessTest {

    private static final Duration STALL = Duration.ofSeconds(30);

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final Progress progress = new Progress();
    private final AtomicLong nanoTime = new AtomicLong();
    private State state = State.RUNNING;
    private final Readiness readiness = new Readiness(() -> state, () -> metrics, progress, STALL, nanoTime::get);

    @Test
    void isNotReadyBeforeItsFirstGoodSample() {
        state = State.REBALANCING;

        readiness.sample();

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, true, "REBALANCING", 0, 0));
    }

    @Test
    void isReadyWhenItHasCaughtUpHoweverLongAgoTheLastRecordCame() {
        lag(0);

        pass(Duration.ofHours(5));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 0, 0));
    }

    @Test
    void isReadyWhileItWorksOffABacklog() {
        lag(1_000_000);
        for (int offset = 0; offset < 100; offset++) {
            progress.advanced(new RecordPosition("raw", 0, offset));
            pass(Duration.ofSeconds(29));
        }

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(true, true, "RUNNING", 1_000_000, 0));
    }

    @Test
    void isNotReadyWhenRecordsWaitAndNoneIsDone() {
        progress.advanced(new RecordPosition("raw", 0, 0));
        lag(10);
        readiness.sample();

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, true, "RUNNING", 10, 31));
    }

    @Test
    void takesTheRepetitionOfAnAbortedTransactionForNoProgress() {
        progress.advanced(new RecordPosition("raw", 0, 7));
        lag(0);
        readiness.sample();
        for (int i = 0; i < 31; i++) {
            progress.advanced(new RecordPosition("raw", 0, 6));
            progress.advanced(new RecordPosition("raw", 0, 7));
            progress.failed();
            pass(Duration.ofSeconds(1));
        }

        assertThat(readiness.status().ready()).isFalse();
        assertThat(progress.recordsDone()).isEqualTo(1);
    }

    @Test
    void isReadyAgainWithTheFirstRecordAfterAFailure() {
        progress.failed();
        lag(0);
        pass(Duration.ofMinutes(1));

        progress.advanced(new RecordPosition("raw", 0, 8));
        readiness.sample();

        assertThat(readiness.status().ready()).isTrue();
    }

    @Test
    void isNotReadyOutOfTouchWithItsGroup() {
        lag(0);
        readiness.sample();
        metric("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", 21);

        pass(Duration.ofSeconds(31));

        assertThat(readiness.status().ready()).isFalse();
    }

    @Test
    void isNeitherReadyNorLiveAfterItsEnd() {
        lag(0);
        readiness.sample();

        state = State.ERROR;

        assertThat(readiness.status().ready()).isFalse();
        assertThat(readiness.status().live()).isFalse();
    }

    @Test
    void isNeitherReadyNorLiveOnceGivenUpWhateverTheStreamStillSays() {
        lag(0);
        readiness.sample();

        readiness.giveUp();

        assertThat(readiness.status()).isEqualTo(new Readiness.Status(false, false, "RUNNING", 0, 0));
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        readiness.sample();
    }

    private void lag(double records) {
        metric("consumer-fetch-manager-metrics", "records-lag", records);
    }

    private void metric(String group, String name, double value) {
        MetricName metricName = new MetricName(name, group, "", Map.of());
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
