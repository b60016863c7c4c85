package org.wecomarchive.decryptor.health;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whether the stream gets on: what matters is progress, because a stream that repeats a failing transaction for ever
 * calls itself running.
 *
 * <p><b>Ready</b> means that within the last {@code stall} time the stream has either done a record that it had not done
 * before, or was running, in touch with its group, without failure and with nothing left to fetch. <b>Live</b> means that
 * it has neither ended nor been given up.
 *
 * <p><b>Threads.</b> {@link #sample} is called at regular times; the rest is safe for any number of threads.
 */
public final class Readiness {

    /** Longest silence of the group's coordinator that still counts as being in touch. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

    private final Supplier<KafkaStreams.State> state;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final Progress progress;
    private final Duration stall;
    private final LongSupplier nanoTime;

    private long recordsDone;
    private StreamFigures figures = new StreamFigures(0, Duration.ZERO);
    private long goodAt;
    private boolean goodOnce;
    private boolean givenUp;

    /**
     * What a probe is told.
     *
     * @param lag raw records not fetched yet
     * @param secondsSinceProgress since the stream last got on or had nothing to do; since its start if never
     */
    public record Status(boolean ready, boolean live, String state, long lag, long secondsSinceProgress) {}

    public Readiness(
            Supplier<KafkaStreams.State> state,
            Supplier<Map<MetricName, ? extends Metric>> metrics,
            Progress progress,
            Duration stall,
            LongSupplier nanoTime) {
        this.state = state;
        this.metrics = metrics;
        this.progress = progress;
        this.stall = stall;
        this.nanoTime = nanoTime;
        this.goodAt = nanoTime.getAsLong();
    }

    /** Looks at the stream; to be called about once a second. */
    public synchronized void sample() {
        figures = StreamFigures.of(metrics.get());
        long done = progress.recordsDone();
        boolean idle = state.get() == KafkaStreams.State.RUNNING
                && figures.lag() == 0
                && figures.silence().compareTo(LONGEST_SILENCE) <= 0
                && !progress.isFailing();
        if (idle || done > recordsDone) {
            goodAt = nanoTime.getAsLong();
            goodOnce = true;
        }
        recordsDone = done;
    }

    /** The stream is about to be ended: from here on the instance is not live, whatever the stream's state still says. */
    public synchronized void giveUp() {
        givenUp = true;
    }

    /** What is known as of the last sample. */
    public synchronized Status status() {
        KafkaStreams.State now = state.get();
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - goodAt);
        boolean working = now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.REBALANCING;
        boolean live = !givenUp && now != KafkaStreams.State.ERROR && now != KafkaStreams.State.PENDING_ERROR;
        boolean ready = live && working && goodOnce && since.compareTo(stall) <= 0;
        return new Status(ready, live, now.name(), figures.lag(), since.toSeconds());
    }
}
