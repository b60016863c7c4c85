package org.wecomarchive.decryptor.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.recovery.FailureClass;

/**
 * What the release of parked records shows of itself; each figure is a Kafka metric.
 *
 * <ul>
 *   <li>{@code wecom_release_parked{reason}}: records that are parked now, in the partitions served here; the sum over all
 *       instances counts. Alert on any that stays.
 *   <li>{@code wecom_release_partitions}: partitions of the parked topic served here and read to their end; the sum over
 *       all instances is that topic's number of partitions. Alert when it is less.
 *   <li>{@code wecom_release_records_total{outcome}}: records committed as {@code events}, {@code dead-letters},
 *       {@code erased} or {@code parked} (with another reason).
 *   <li>{@code wecom_release_failures_total{kind}}: interruptions that are {@code transient}, or need an {@code operator}.
 *       Alert on the latter.
 *   <li>{@code wecom_release_last_timestamp_seconds}: time of the last commit, since 1970; 0 for never.
 * </ul>
 *
 * <p><b>Threads.</b> Written by one, read by any.
 */
public final class ReleaseFigures {

    private final Map<ParkedReason, AtomicLong> parked = counters(ParkedReason.values());
    private final Map<Destination, AtomicLong> released = counters(Destination.values());
    private final AtomicLong partitions = new AtomicLong();
    private final AtomicLong transientFailures = new AtomicLong();
    private final AtomicLong operatorFailures = new AtomicLong();
    private volatile Instant last = Instant.EPOCH;

    private static <K> Map<K, AtomicLong> counters(K[] keys) {
        return Stream.of(keys).collect(Collectors.toUnmodifiableMap(key -> key, key -> new AtomicLong()));
    }

    /** What to register. */
    public List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        parked.forEach((reason, count) -> figures.add(
                new Figure("wecom_release_parked", "records parked now", Map.of("reason", reason.text()), count::get)));
        figures.add(Figure.of("wecom_release_partitions", "parked partitions served", partitions::get));
        released.forEach((outcome, count) -> figures.add(new Figure(
                "wecom_release_records_total",
                "parked records with a new outcome",
                Map.of("outcome", outcome.text()),
                count::get)));
        figures.add(failures("transient", transientFailures));
        figures.add(failures("operator", operatorFailures));
        figures.add(Figure.of(
                "wecom_release_last_timestamp_seconds",
                "time of the last release",
                () -> last.toEpochMilli() / 1000.0));
        return figures;
    }

    private static Figure failures(String kind, AtomicLong count) {
        return new Figure(
                "wecom_release_failures_total", "interruptions of the release", Map.of("kind", kind), count::get);
    }

    void waiting(List<ParkedPartition> served) {
        parked.forEach((reason, count) -> count.set(served.stream()
                .mapToLong(partition -> partition.parked().size(reason))
                .sum()));
        partitions.set(served.size());
    }

    /** How many records are parked in the partitions served here. */
    long parked() {
        return parked.values().stream().mapToLong(AtomicLong::get).sum();
    }

    void committed(List<ReleasedRecord> records, Instant now) {
        records.forEach(record -> released.get(record.outcome().destination()).incrementAndGet());
        last = now;
    }

    /** No partition is served for now. */
    void standsStill() {
        partitions.set(0);
    }

    public void interrupted(FailureClass failureClass) {
        (failureClass == FailureClass.OPERATOR ? operatorFailures : transientFailures).incrementAndGet();
    }
}
