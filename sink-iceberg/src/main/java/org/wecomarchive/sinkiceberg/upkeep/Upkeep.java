package org.wecomarchive.sinkiceberg.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.iceberg.Table;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkiceberg.commit.EqualityDeletes;

/**
 * Keeps one table small, in a thread of its own, from start to close.
 *
 * <p>One task of a connector does it; two at once for a while, around a rebalance, do no harm. What fails is tried again
 * an interval later and never fails the task: it is a warning and counts in {@link #failures()}.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private static final int STOP_SECONDS = 10;

    private static final int SNAPSHOTS_PER_COMMIT = 1000;

    private final UpkeepConfig config;
    private final Supplier<Table> loader;
    private final SnapshotExpiry expiry;
    private final OrphanRemoval orphans;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("iceberg-upkeep", true));
    private final List<Future<?>> runs = new ArrayList<>();
    private final AtomicLong equalityDeletesConverted = new AtomicLong();
    private final AtomicLong snapshotsExpired = new AtomicLong();
    private final AtomicLong orphansDeleted = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /**
     * Upkeep that does nothing before it is started.
     *
     * @param loader loads the table, an instance that nobody else uses
     */
    public Upkeep(UpkeepConfig config, Supplier<Table> loader, Clock clock) {
        this.config = config;
        this.loader = loader;
        this.expiry = new SnapshotExpiry(clock, SNAPSHOTS_PER_COMMIT);
        this.orphans = new OrphanRemoval(clock, config.orphanAge());
    }

    /** Starts the thread, unless upkeep is off. */
    public void start() {
        if (config.enabled()) {
            every(Duration.ZERO, config.interval(), this::convertOnce);
            every(config.interval(), config.interval(), this::expireOnce);
            every(config.orphanInterval(), config.orphanInterval(), this::removeOrphansOnce);
        }
    }

    /** Snapshots expired since the start. */
    public long snapshotsExpired() {
        return snapshotsExpired.get();
    }

    /** Orphan files removed since the start. */
    public long orphansDeleted() {
        return orphansDeleted.get();
    }

    /** Runs that failed since the start; alert when it grows for a day. */
    public long failures() {
        return failures.get();
    }

    /** Stops the thread, in the middle of its work if need be; idempotent, takes at most some seconds. */
    @Override
    public void close() {
        runs.forEach(run -> run.cancel(true));
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("upkeep still waits for its storage; its thread ends by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void convertOnce() {
        run("conversion of equality deletes", EqualityDeletes::convert, equalityDeletesConverted);
    }

    void expireOnce() {
        run("expiry of snapshots", expiry::expire, snapshotsExpired);
    }

    void removeOrphansOnce() {
        run("removal of orphans", orphans::search, orphansDeleted);
    }

    private void every(Duration first, Duration interval, Runnable run) {
        runs.add(executor.scheduleWithFixedDelay(run, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    @SuppressWarnings("CatchingUnchecked") // Upkeep is optional and must outlive whatever storage and catalogs throw.
    private void run(String what, ToIntFunction<Table> work, AtomicLong total) {
        try {
            int done = work.applyAsInt(loader.get());
            total.addAndGet(done);
            log.debug("{}: {} of {} since the start", what, done, total);
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            log.warn(
                    "{} failed with {}; the next try is an interval away",
                    what,
                    e.getClass().getName());
        }
    }
}
