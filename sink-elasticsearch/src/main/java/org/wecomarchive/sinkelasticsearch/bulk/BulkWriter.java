package org.wecomarchive.sinkelasticsearch.bulk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.sinkelasticsearch.cluster.Cluster;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Writes documents in the background, several bulks at a time, and never gives up on trouble that can end.
 *
 * <p>Takes whatever it is given: whoever submits looks at {@link #inFlightBytes()} and stops in time. The first failure that
 * trying again cannot end stops everything and is kept in {@link #failure()}; no write that is open by then is told of.
 */
public final class BulkWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BulkWriter.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final IndexCatalog catalog;
    private final BulkLimits limits;
    private final Supplier<Recovery> recoveries;
    private final Sleeper sleeper;
    private final SinkMetrics metrics;
    private final ExecutorService threads;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong documents = new AtomicLong();
    private final AtomicReference<FatalSinkException> failure = new AtomicReference<>();

    /** @param recoveries opens one for each bulk: it can fail while all others succeed */
    public BulkWriter(
            Cluster cluster,
            IndexCatalog catalog,
            BulkLimits limits,
            Supplier<Recovery> recoveries,
            Sleeper sleeper,
            SinkMetrics metrics) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.limits = limits;
        this.recoveries = recoveries;
        this.sleeper = sleeper;
        this.metrics = metrics;
        this.threads = Executors.newFixedThreadPool(limits.inFlight(), task -> {
            Thread thread = new Thread(task, "elasticsearch-bulk");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends the writes, in bulks of at most the limits. */
    public void submit(List<PendingDocument> writes) {
        List<PendingDocument> bulk = new ArrayList<>();
        long size = 0;
        for (PendingDocument write : writes) {
            int next = write.write().bytes();
            if (!bulk.isEmpty() && (bulk.size() == limits.documents() || size + next > limits.bytes())) {
                start(bulk, size);
                bulk = new ArrayList<>();
                size = 0;
            }
            bulk.add(write);
            size += next;
        }
        if (!bulk.isEmpty()) {
            start(bulk, size);
        }
    }

    /** Installs in the background what documents need, so that wrong settings show before the first of them. */
    public void prepare() {
        threads.execute(() -> run(job(List.of())::prepare));
    }

    private void start(List<PendingDocument> bulk, long size) {
        count(bulk.size(), size);
        threads.execute(() -> {
            if (run(job(bulk)::run)) {
                count(-bulk.size(), -size);
            }
        });
    }

    private BulkJob job(List<PendingDocument> bulk) {
        return new BulkJob(cluster, catalog, recoveries.get(), sleeper, metrics, bulk);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void count(int moreDocuments, long moreBytes) {
        metrics.inFlight(documents.addAndGet(moreDocuments), bytes.addAndGet(moreBytes));
    }

    private boolean run(Work work) {
        try {
            if (failure.get() != null) {
                return false;
            }
            work.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FatalSinkException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException e) {
            unexpected(e);
        }
        return false;
    }

    private void unexpected(RuntimeException e) {
        if (threads.isShutdown()) {
            log.debug("a call was cut off by the stop: {}", e.getClass().getName());
        } else {
            // Without the exception itself: its message may quote a document.
            failure.compareAndSet(null, new FatalSinkException("writing failed in an unforeseen way: " + at(e)));
        }
    }

    private static String at(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Bytes of documents on their way. */
    public long inFlightBytes() {
        return bytes.get();
    }

    /** The figures that it keeps. */
    public SinkMetrics metrics() {
        return metrics;
    }

    /** What stopped the writer. */
    public Optional<FatalSinkException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Gives up what is in flight; returns within seconds. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a bulk request does not end; it is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
