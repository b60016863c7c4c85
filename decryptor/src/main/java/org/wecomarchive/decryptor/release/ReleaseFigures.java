package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.metrics.Figure;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.decryptor.outcome.ParkedReason;
import org.wecomarchive.decryptor.parked.ParkedPartition;
import org.wecomarchive.recovery.FailureClass;

/**
 * What the release of parked records shows of itself: Kafka metrics, and a line in the log whenever nothing is left to do and for
 * each minute in between.
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

    private static final Logger log = LoggerFactory.getLogger(ReleaseFigures.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<ParkedReason, AtomicLong> parked = counters(ParkedReason.values());
    private final Map<Destination, AtomicLong> released = counters(Destination.values());
    private final AtomicLong partitions = new AtomicLong();
    private final Map<String, AtomicLong> failures = counters(new String[] {"transient", "operator"});
    private volatile Instant last = Instant.EPOCH;

    private final Map<Destination, Long> changedSinceRest = new EnumMap<>(Destination.class);
    private long triedSinceRest;
    private boolean resting = true;
    private long start;
    private long lastLine;

    /** @param nanoTime monotonic clock in nanoseconds */
    public ReleaseFigures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

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
        failures.forEach((kind, count) -> figures.add(new Figure(
                "wecom_release_failures_total", "interruptions of the release", Map.of("kind", kind), count::get)));
        figures.add(Figure.of(
                "wecom_release_last_timestamp_seconds",
                "time of the last release",
                () -> last.toEpochMilli() / 1000.0));
        return figures;
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

    /** A batch is through; {@code changed} are those of the {@code tried} records that got another outcome. */
    void committed(int tried, List<ReleasedRecord> changed, Instant now) {
        if (resting) {
            resting = false;
            start = nanoTime.getAsLong();
            lastLine = start;
        }
        triedSinceRest += tried;
        for (ReleasedRecord record : changed) {
            released.get(record.outcome().destination()).incrementAndGet();
            changedSinceRest.merge(record.outcome().destination(), 1L, Long::sum);
            last = now;
        }
        if (nanoTime.getAsLong() - lastLine >= BETWEEN_LINES.toNanos()) {
            log("releasing");
        }
    }

    /** There is nothing to do. */
    void rest() {
        if (!resting) {
            log("release is through");
            resting = true;
            triedSinceRest = 0;
            changedSinceRest.clear();
        }
    }

    private void log(String state) {
        lastLine = nanoTime.getAsLong();
        log.info(
                "{}: {} parked records tried in {}, {} now events, {} dead letters, {} parked for another reason;"
                        + " {} wait here",
                state,
                triedSinceRest,
                Duration.ofNanos(lastLine - start),
                changedSinceRest.getOrDefault(Destination.EVENTS, 0L),
                changedSinceRest.getOrDefault(Destination.DEAD_LETTERS, 0L),
                changedSinceRest.getOrDefault(Destination.PARKED, 0L),
                parked());
    }

    /** No partition is served for now. */
    void standsStill() {
        partitions.set(0);
    }

    public void interrupted(FailureClass failureClass) {
        failures.get(failureClass == FailureClass.OPERATOR ? "operator" : "transient")
                .incrementAndGet();
    }
}
