package org.wecomarchive.sinkiceberg.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.iceberg.DataFile;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.wecomarchive.connectplugin.MetricRegistrar;
import org.wecomarchive.recovery.Recoveries;

/**
 * The figures of one task, in Connect's registry (JMX {@code kafka.connect:type=plugins}, tags connector and task).
 *
 * <ul>
 *   <li>{@code wecom_sink_oldest_uncommitted_seconds}: age of the oldest record that has arrived and is not part of the table; 0
 *       when there is none. Alert when above five times {@code commit.interval.ms}.
 *   <li>{@code wecom_sink_state}: 0 starting, 1 running, 2 backing off, 3 waiting for a person. Alert when 3, and when 2 for
 *       10 minutes.
 *   <li>{@code wecom_sink_rows_total}: rows committed; {@code wecom_sink_rows_replaced_total}: those of them that took the
 *       place of an older row. Alert when replaced rows rise while nobody replays.
 *   <li>{@code wecom_sink_files_total}, {@code wecom_sink_bytes_total}: data files committed and their size. Bytes over files
 *       far below the target file size call for compaction; informational.
 *   <li>{@code wecom_sink_commits_total}, {@code wecom_sink_commit_seconds_total}, {@code wecom_sink_commit_last_seconds}:
 *       commits and their duration, files written included. Alert when the last one is near {@code commit.interval.ms}.
 *   <li>{@code wecom_sink_conflicts_total}: attempts that met another commit. Alert when above ten a commit.
 *   <li>{@code wecom_sink_superseded_total}: commits given up because others had moved the partition. Alert when it rises
 *       without rebalances: two connectors write to one table.
 *   <li>{@code wecom_sink_dead_letters_total}: records that are no records of ours. Alert when above 0.
 *   <li>{@code wecom_sink_open_partitions}, {@code wecom_sink_memory_bytes}: partitions of the table with rows in memory, and
 *       the estimated heap of those rows; bounded by {@code memory.max.bytes}.
 *   <li>{@code wecom_sink_snapshots_expired_total}, {@code wecom_sink_orphans_removed_total}, {@code
 *       wecom_sink_upkeep_failures_total}: of the connector's first task only. Alert when failures rise for a day.
 * </ul>
 *
 * Thread-safe.
 */
public final class SinkMetrics {

    private static final double NANOS = 1e9;

    private final Clock clock;
    private final MetricRegistrar registrar;
    private final AtomicReference<Optional<Instant>> oldest = new AtomicReference<>(Optional.empty());
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong replaced = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong commitNanos = new AtomicLong();
    private final AtomicLong lastCommitNanos = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong superseded = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong openPartitions = new AtomicLong();
    private final AtomicLong memoryBytes = new AtomicLong();

    /** @param recoveries what the task is doing */
    public SinkMetrics(PluginMetrics metrics, Clock clock, Recoveries recoveries) {
        this.clock = clock;
        this.registrar = new MetricRegistrar(metrics);
        registerNow(recoveries);
        registerCommits();
    }

    private void registerNow(Recoveries recoveries) {
        registrar.add(
                "wecom_sink_state",
                "0 starting, 1 running, 2 backing off, 3 waiting for a person.",
                () -> recoveries.state().code());
        registrar.add(
                "wecom_sink_oldest_uncommitted_seconds", "Age of the oldest uncommitted record.", () -> oldest.get()
                        .map(since -> Duration.between(since, clock.instant()).toSeconds())
                        .orElse(0L));
        registrar.add("wecom_sink_open_partitions", "Partitions with rows in memory.", openPartitions::get);
        registrar.add("wecom_sink_memory_bytes", "Estimated heap of rows in memory.", memoryBytes::get);
        registrar.add("wecom_sink_dead_letters_total", "Records that are none of ours.", deadLetters::get);
    }

    private void registerCommits() {
        registrar.add("wecom_sink_rows_total", "Rows committed.", rows::get);
        registrar.add("wecom_sink_rows_replaced_total", "Rows that replaced an older one.", replaced::get);
        registrar.add("wecom_sink_files_total", "Data files committed.", files::get);
        registrar.add("wecom_sink_bytes_total", "Bytes of data files committed.", bytes::get);
        registrar.add("wecom_sink_commits_total", "Commits.", commits::get);
        registrar.add("wecom_sink_commit_seconds_total", "Time spent in commits.", () -> commitNanos.get() / NANOS);
        registrar.add(
                "wecom_sink_commit_last_seconds", "Duration of the last commit.", () -> lastCommitNanos.get() / NANOS);
        registrar.add("wecom_sink_conflicts_total", "Attempts that met another commit.", conflicts::get);
        registrar.add("wecom_sink_superseded_total", "Commits given up to another task.", superseded::get);
    }

    /** Shows the figures of the upkeep, which counts by itself. */
    public void showUpkeep(LongSupplier expired, LongSupplier orphans, LongSupplier failures) {
        registrar.add("wecom_sink_snapshots_expired_total", "Snapshots expired.", expired::getAsLong);
        registrar.add("wecom_sink_orphans_removed_total", "Orphan files removed.", orphans::getAsLong);
        registrar.add("wecom_sink_upkeep_failures_total", "Runs of the upkeep that failed.", failures::getAsLong);
    }

    /** The oldest record that has arrived and is not committed. */
    public void oldestUncommitted(Optional<Instant> since) {
        oldest.set(since);
    }

    /** What is in memory now. */
    public void holding(int partitions, long heapBytes) {
        openPartitions.set(partitions);
        memoryBytes.set(heapBytes);
    }

    /**
     * A commit has succeeded.
     *
     * @param addedRows rows of it
     * @param replacedRows those of them that took the place of an older row
     */
    public void committed(List<DataFile> addedFiles, long addedRows, long replacedRows, Duration took) {
        rows.addAndGet(addedRows);
        replaced.addAndGet(replacedRows);
        files.addAndGet(addedFiles.size());
        bytes.addAndGet(addedFiles.stream().mapToLong(DataFile::fileSizeInBytes).sum());
        commits.incrementAndGet();
        commitNanos.addAndGet(took.toNanos());
        lastCommitNanos.set(took.toNanos());
    }

    public void conflicted() {
        conflicts.incrementAndGet();
    }

    public void superseded() {
        superseded.incrementAndGet();
    }

    public void deadLetter() {
        deadLetters.incrementAndGet();
    }
}
