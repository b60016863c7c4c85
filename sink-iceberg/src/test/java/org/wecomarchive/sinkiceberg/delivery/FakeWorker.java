package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.utils.MockTime;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Change;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.sinkiceberg.cold.Chats;
import org.wecomarchive.sinkiceberg.metrics.SinkMetrics;
import org.wecomarchive.sinkiceberg.table.ArchiveTable;
import org.wecomarchive.sinkiceberg.write.WriteLimits;
import org.wecomarchive.testkit.connect.RecordedMetrics;
import org.wecomarchive.testkit.time.ManualClock;

/** What Kafka Connect does around one task: polls, hands over, seeks and pauses as it is told; a step takes a second. */
final class FakeWorker implements SinkTaskContext {

    private static final int BATCH = 20;

    private final FakeTopic topic;
    private final RecordedMetrics recorded = new RecordedMetrics();
    private final MockTime time = new MockTime();
    private final List<Change> changes = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final TableFeed feed;
    private final ManualClock clock = new ManualClock(Chats.NOON);

    FakeWorker(FakeTopic topic, Supplier<Table> table, Options options) {
        this.topic = topic;
        Recoveries recoveries = new Recoveries(time, changes::add);
        SinkMetrics metrics = new SinkMetrics(recorded, clock, recoveries);
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));
        FeedRecoveries own = FeedRecoveries.of(recoveries, backoff, Duration.ofSeconds(10), "a folder");
        RowIntake intake = new RowIntake(
                ArchiveTable.EVENTS,
                topic::event,
                own.decoding(),
                new DeadLetters(options.reporter(), metrics, own.deadLetters()),
                options.limits(),
                0);
        this.feed = new TableFeed(
                this,
                table,
                topic,
                intake,
                new FeedPolicy(options.pace(), Duration.ofHours(1), own, backoff, this::sleep, clock),
                metrics);
    }

    /** How the task is set up. */
    record Options(CommitPace pace, WriteLimits limits, Optional<ErrantRecordReporter> reporter) {

        /** A commit after so many seconds, and room for everything. */
        static Options committingEvery(int seconds) {
            return new Options(
                    new CommitPace(Duration.ofSeconds(seconds), 1_000_000, 1 << 30),
                    new WriteLimits(64 << 20, 64 << 20),
                    Optional.empty());
        }

        Options with(WriteLimits other) {
            return new Options(pace, other, reporter);
        }

        Options puttingAside(ErrantRecordReporter other) {
            return new Options(pace, limits, Optional.of(other));
        }
    }

    /** Starts from the offsets that Connect has stored, none of which the feed may believe. */
    void assign(long stored, int... partitions) {
        List<TopicPartition> assigned =
                Arrays.stream(partitions).mapToObj(FakeTopic::partition).toList();
        assigned.forEach(partition -> positions.put(partition, stored));
        feed.assign(assigned);
    }

    void revoke(int partition) {
        feed.revoke(List.of(FakeTopic.partition(partition)));
        positions.remove(FakeTopic.partition(partition));
    }

    void steps(int count) {
        for (int step = 0; step < count; step++) {
            step();
        }
    }

    private void step() {
        pass(Duration.ofSeconds(1));
        positions
                .keySet()
                .forEach(partition -> positions.merge(
                        partition, seeks.getOrDefault(partition, positions.get(partition)), (old, sought) -> sought));
        seeks.clear();
        List<SinkRecord> batch = new ArrayList<>();
        positions.forEach((partition, position) -> {
            if (!paused.contains(partition)) {
                batch.addAll(topic.read(partition, position, BATCH));
            }
        });
        batch.forEach(record -> positions.put(FakeTopic.partition(record.kafkaPartition()), record.kafkaOffset() + 1));
        feed.put(batch);
    }

    void pass(Duration span) {
        clock.advance(span);
        time.sleep(span.toMillis());
    }

    private void sleep(Duration pause) {
        slept.add(pause);
        pass(pause);
    }

    /** How long the task's thread slept, each time. */
    List<Duration> slept() {
        return List.copyOf(slept);
    }

    /** What was reported. */
    List<Change> changes() {
        return List.copyOf(changes);
    }

    double metric(String name) {
        return recorded.value(name);
    }

    Map<TopicPartition, Long> committed() {
        return feed.committed();
    }

    boolean isPaused() {
        return !paused.isEmpty();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        seeks.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused.removeAll(List.of(partitions));
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
        return positions.keySet();
    }

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        return recorded;
    }
}
