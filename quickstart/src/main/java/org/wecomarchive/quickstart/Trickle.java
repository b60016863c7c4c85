package org.wecomarchive.quickstart;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Lets new messages come in at an even rate. */
final class Trickle implements AutoCloseable {

    private static final long SHORTEST_PERIOD_MS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "trickle");
        thread.setDaemon(true);
        return thread;
    });
    private final Source source;
    private final long periodMs;
    private final long records;
    private Optional<ScheduledFuture<?>> drops = Optional.empty();

    /** @param rate messages a second, above 0 */
    Trickle(Source source, double rate) {
        this.source = source;
        this.periodMs = Math.max(SHORTEST_PERIOD_MS, Math.round(1000 / rate));
        this.records = Math.max(1, Math.round(rate * periodMs / 1000));
    }

    void start() {
        drops = Optional.of(
                clock.scheduleAtFixedRate(() -> source.grow(records), periodMs, periodMs, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        drops.ifPresent(task -> task.cancel(false));
        clock.shutdown();
    }
}
