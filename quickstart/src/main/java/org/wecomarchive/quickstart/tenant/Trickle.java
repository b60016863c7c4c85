package org.wecomarchive.quickstart.tenant;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Lets new messages come in at an even rate until it is closed. */
public final class Trickle implements AutoCloseable {

    private static final long SHORTEST_PERIOD_MS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "trickle");
        thread.setDaemon(true);
        return thread;
    });
    private final Source source;
    private final long periodMs;
    private final long records;

    /** @param rate messages a second, above 0 */
    public Trickle(Source source, double rate) {
        this.source = source;
        this.periodMs = Math.max(SHORTEST_PERIOD_MS, Math.round(1000 / rate));
        this.records = Math.max(1, Math.round(rate * periodMs / 1000));
    }

    /** The first messages come after one period. */
    public void start() {
        ScheduledFuture<?> unused =
                clock.scheduleAtFixedRate(() -> source.grow(records), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
