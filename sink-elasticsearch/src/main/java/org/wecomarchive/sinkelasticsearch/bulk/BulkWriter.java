package org.wecomarchive.sinkelasticsearch.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.failure.BackgroundWork;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Writes documents in the background, several bulks at a time, and retries until the trouble ends.
 *
 * <p>It accepts every write: the caller has to watch {@link #inFlightBytes()} and pause. The first failure that a retry
 * cannot cure stops everything and is thrown by {@link #requireRunning()}; writes that are open by then are never
 * completed.
 */
public final class BulkWriter implements AutoCloseable {

    private final ElasticsearchCluster cluster;
    private final IndexCatalog catalog;
    private final BulkLimits limits;
    private final Supplier<Recovery> recoveries;
    private final Sleeper sleeper;
    private final SinkMetrics metrics;
    private final BackgroundWork background;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong documents = new AtomicLong();

    /** @param recoveries gives one to each bulk, because one bulk can fail while all others succeed */
    public BulkWriter(
            ElasticsearchCluster cluster,
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
        this.background = new BackgroundWork("elasticsearch-bulk", limits.inFlight());
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

    /** Installs the index template in the background, so that wrong settings show before the first document. */
    public void prepare() {
        background.start(job(List.of())::prepare);
    }

    private void start(List<PendingDocument> bulk, long size) {
        count(bulk.size(), size);
        background.start(() -> {
            job(bulk).run();
            count(-bulk.size(), -size);
        });
    }

    private BulkJob job(List<PendingDocument> bulk) {
        return new BulkJob(cluster, catalog, recoveries.get(), sleeper, metrics, bulk);
    }

    private void count(int moreDocuments, long moreBytes) {
        metrics.inFlight(documents.addAndGet(moreDocuments), bytes.addAndGet(moreBytes));
    }

    /** Bytes of documents in flight. */
    public long inFlightBytes() {
        return bytes.get();
    }

    /**
     * Returns unless the writer has stopped.
     *
     * @throws org.wecomarchive.sinkelasticsearch.failure.FatalSinkException for the reason
     */
    public void requireRunning() {
        background.requireRunning();
    }

    /** Gives up what is in flight; returns within seconds. */
    @Override
    public void close() {
        background.close();
    }
}
