package org.wecomarchive.decryptor.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.wecomarchive.decryptor.health.GroupStanding.Standing;

/**
 * Whether the stream makes progress, judged by what it commits: a stream that repeats a failing transaction for ever still calls
 * itself running.
 *
 * <p><b>Ready</b> means that within the last {@code stall} time every raw partition served here, and every one at
 * which a thread has died, has either moved its committed offset or had nothing to do: no record up to the end of the
 * partition, open transactions included, while the stream was running and in touch with its group. <b>Live</b> means
 * that it has neither ended nor been given up.
 *
 * <p><b>Threads.</b> {@link #sample} is called at regular times; the rest is safe for any number of threads.
 */
public final class Readiness {

    /** Longest silence of the group's coordinator that still counts as being in touch. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

    private final Observed stream;
    private final Progress progress;
    private final Duration stall;
    private final LongSupplier nanoTime;

    private final Map<Integer, Long> committed = new HashMap<>();
    private final Map<Integer, Long> goodAt = new HashMap<>();
    private long lag;
    private long worstAt;
    private boolean goodOnce;
    private boolean givenUp;

    /** The stream and its metrics, as Kafka has them. */
    public record Observed(Supplier<KafkaStreams.State> state, Supplier<Map<MetricName, ? extends Metric>> metrics) {}

    /**
     * What a probe is told.
     *
     * @param lag offsets from the committed one to the end of the raw partitions served here
     * @param secondsSinceProgress since the partition that is worst off made progress or had nothing to do; since the start
     *     if it never did
     */
    public record Status(boolean ready, boolean live, String state, long lag, long secondsSinceProgress) {}

    public Readiness(Observed stream, Progress progress, Duration stall, LongSupplier nanoTime) {
        this.stream = stream;
        this.progress = progress;
        this.stall = stall;
        this.nanoTime = nanoTime;
        this.worstAt = nanoTime.getAsLong();
    }

    /**
     * Looks at the stream; to be called about once a second. It asks the brokers, which may take seconds.
     *
     * @param standings tells how far the group is in some partitions; empty while the brokers do not answer
     */
    public void sample(Function<Set<Integer>, Optional<Map<Integer, Standing>>> standings) {
        StreamFigures figures = StreamFigures.of(stream.metrics().get());
        Set<Integer> watched = new HashSet<>(figures.lag().keySet());
        watched.addAll(progress.failures().keySet());
        standings.apply(watched).ifPresent(known -> enter(figures, known));
    }

    private synchronized void enter(StreamFigures figures, Map<Integer, Standing> known) {
        boolean inTouch = stream.state().get() == KafkaStreams.State.RUNNING
                && figures.silence().compareTo(LONGEST_SILENCE) <= 0;
        known.forEach(this::forgetFailure);
        long now = nanoTime.getAsLong();
        boolean anyMoved = false;
        boolean allGood = true;
        lag = 0;
        for (Map.Entry<Integer, Standing> entry : known.entrySet()) {
            int partition = entry.getKey();
            boolean idle = isIdle(partition, entry.getValue(), figures);
            boolean moved = hasMoved(partition, entry.getValue());
            boolean good = moved || (idle && inTouch);
            goodAt.merge(partition, now, (before, current) -> good ? current : before);
            anyMoved |= moved;
            allGood &= good;
            lag += idle ? 0 : entry.getValue().end() - entry.getValue().committed();
        }
        goodAt.keySet().retainAll(known.keySet());
        committed.keySet().retainAll(known.keySet());
        if (!goodAt.isEmpty()) {
            worstAt = goodAt.values().stream().mapToLong(at -> at).min().orElseThrow();
            goodOnce |= anyMoved || allGood;
        } else if (inTouch && !progress.isFailing()) {
            worstAt = now;
            goodOnce = true;
        }
        if (allGood && !goodAt.isEmpty()) {
            progress.recovered();
        }
    }

    private void forgetFailure(int partition, Standing standing) {
        Long failed = progress.failures().get(partition);
        if (failed != null && standing.committed() > failed) {
            progress.recovered(partition);
        }
    }

    private boolean hasMoved(int partition, Standing standing) {
        Long before = committed.put(partition, standing.committed());
        return before != null && standing.committed() > before;
    }

    /**
     * Whether nothing is left to do. At the end of a partition there may be markers of transactions only, past which
     * an offset is committed with the next record: then everything is fetched, no transaction is open, and no outcome
     * is uncommitted.
     */
    private boolean isIdle(int partition, Standing standing, StreamFigures figures) {
        if (progress.failures().containsKey(partition)) {
            return false;
        }
        boolean fetched = figures.lag().getOrDefault(partition, Long.MAX_VALUE) == 0;
        return standing.committed() >= standing.end()
                || (fetched
                        && standing.lastStable() == standing.end()
                        && progress.highest(partition) < standing.committed());
    }

    /** The stream is about to be ended: from here on the instance is not live, whatever the stream's state still says. */
    public synchronized void giveUp() {
        givenUp = true;
    }

    /** What is known as of the last sample. */
    public synchronized Status status() {
        KafkaStreams.State now = stream.state().get();
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - worstAt);
        boolean working = now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.REBALANCING;
        boolean live = !givenUp && now != KafkaStreams.State.ERROR && now != KafkaStreams.State.PENDING_ERROR;
        boolean ready = live && working && goodOnce && since.compareTo(stall) <= 0;
        return new Status(ready, live, now.name(), lag, since.toSeconds());
    }
}
