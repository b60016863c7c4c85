package org.wecomarchive.sinkelasticsearch.bulk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.sinkelasticsearch.cluster.ElasticsearchCluster;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.cluster.ItemResult;
import org.wecomarchive.sinkelasticsearch.cluster.Refresh;
import org.wecomarchive.sinkelasticsearch.document.DocumentWrite;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException.Kind;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;

/**
 * Brings the writes of one bulk to their end: sends them, and sends again those that were not taken, until each is written or
 * rejected.
 *
 * <p>Jobs run side by side, so writes of the same id may overtake one another. That is harmless: a create changes nothing that
 * is there, an update leaves what it does not name and makes the document if it is missing.
 */
final class BulkJob {

    private final ElasticsearchCluster cluster;
    private final IndexCatalog catalog;
    private final Recovery recovery;
    private final Sleeper sleeper;
    private final SinkMetrics metrics;
    private List<PendingDocument> open;
    private int most;

    BulkJob(
            ElasticsearchCluster cluster,
            IndexCatalog catalog,
            Recovery recovery,
            Sleeper sleeper,
            SinkMetrics metrics,
            List<PendingDocument> writes) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.recovery = recovery;
        this.sleeper = sleeper;
        this.metrics = metrics;
        this.open = List.copyOf(writes);
        this.most = writes.size();
    }

    /**
     * Returns when every write is written or rejected.
     *
     * @throws FatalSinkException if the others cannot be written by trying again
     */
    void run() throws InterruptedException {
        while (!open.isEmpty()) {
            List<PendingDocument> next = open.subList(0, Math.min(most, open.size()));
            try {
                List<PendingDocument> failed = new Attempt(next).send();
                open = Stream.concat(failed.stream(), open.stream().skip(next.size()))
                        .toList();
            } catch (ClusterException e) {
                afterFailure(e, next);
            }
        }
        // The last write may have been rejected without a request that succeeded. After a stop or a fatal failure it
        // stays open: closing it would report that Elasticsearch works again.
        recovery.close();
    }

    /** Makes what must be there before the first write, so that a wrong setting shows before any document comes. */
    void prepare() throws InterruptedException {
        while (true) {
            try {
                catalog.ensureRecalls();
                recovery.over();
                return;
            } catch (ClusterException e) {
                afterFailure(e, List.of());
            }
        }
    }

    private void afterFailure(ClusterException failure, List<PendingDocument> sent) throws InterruptedException {
        switch (failure.kind()) {
            case TRANSIENT, OPERATOR -> backOff(failure.failure(), sent.size());
            case NOT_FOUND -> {
                indicesOf(sent).forEach(catalog::forget);
                backOff(failure.failure(), sent.size());
            }
            case TOO_LARGE -> divide(sent);
            case FATAL -> throw new FatalSinkException("elasticsearch refuses the request: " + failure.getMessage());
        }
    }

    private void divide(List<PendingDocument> sent) {
        if (sent.size() == 1) {
            sent.get(0).rejected().accept("content_too_large");
            open = List.copyOf(open.subList(1, open.size()));
        } else {
            most = sent.size() / 2;
        }
    }

    private void backOff(Failure failure, int documents) throws InterruptedException {
        if (failure.failureClass() == FailureClass.TRANSIENT) {
            metrics.retried(documents);
        }
        sleeper.sleep(recovery.failed(failure));
    }

    private static List<String> indicesOf(List<PendingDocument> writes) {
        return writes.stream()
                .map(document -> document.write().index())
                .distinct()
                .toList();
    }

    /** One request. */
    private final class Attempt {

        private final List<PendingDocument> sent;
        private final List<PendingDocument> failed = new ArrayList<>();
        private Optional<Failure> trouble = Optional.empty();

        Attempt(List<PendingDocument> sent) {
            this.sent = sent;
        }

        /** The writes that must be sent again, after a pause. */
        List<PendingDocument> send() throws ClusterException, InterruptedException {
            List<PendingDocument> ready = ready();
            if (!ready.isEmpty()) {
                write(ready);
            }
            if (trouble.isPresent()) {
                backOff(trouble.get(), failed.size());
            } else {
                recovery.over();
            }
            return failed;
        }

        /** Those whose index is there; one that cannot be made holds back no other. */
        private List<PendingDocument> ready() throws ClusterException {
            Set<String> unready = new HashSet<>();
            for (String index : indicesOf(sent)) {
                try {
                    catalog.ensure(index);
                } catch (ClusterException e) {
                    if (e.kind() == Kind.TOO_LARGE || e.kind() == Kind.FATAL) {
                        throw e;
                    }
                    note(e.failure());
                    unready.add(index);
                }
            }
            List<PendingDocument> ready = new ArrayList<>();
            for (PendingDocument document : sent) {
                (unready.contains(document.write().index()) ? failed : ready).add(document);
            }
            return ready;
        }

        private void write(List<PendingDocument> ready) throws ClusterException {
            List<DocumentWrite> writes =
                    ready.stream().map(PendingDocument::write).toList();
            long begin = System.nanoTime();
            List<ItemResult> results = cluster.bulk(writes, Refresh.LATER);
            metrics.bulkTook(Duration.ofNanos(System.nanoTime() - begin));
            for (int i = 0; i < results.size(); i++) {
                settle(ready.get(i), results.get(i));
            }
        }

        private void settle(PendingDocument document, ItemResult result) {
            switch (result.verdict()) {
                case WRITTEN -> {
                    metrics.written();
                    document.written().run();
                }
                case EXISTED -> {
                    metrics.existed();
                    document.written().run();
                }
                case REJECTED -> document.rejected().accept(result.type());
                case NO_INDEX -> {
                    catalog.forget(document.write().index());
                    again(document, Kind.TRANSIENT, result);
                }
                case WAIT -> again(document, Kind.TRANSIENT, result);
                case REFUSED -> again(document, Kind.OPERATOR, result);
                case MISSING, FATAL ->
                    throw new FatalSinkException("elasticsearch refuses every document of the index "
                            + document.write().index() + ": " + result.type());
            }
        }

        private void again(PendingDocument document, Kind kind, ItemResult result) {
            note(kind.failure(result.type()));
            failed.add(document);
        }

        /** What a person must end comes before what ends by itself. */
        private void note(Failure failure) {
            boolean heals = failure.failureClass() == FailureClass.TRANSIENT;
            if (!heals
                    || trouble.filter(known -> known.failureClass() == FailureClass.OPERATOR)
                            .isEmpty()) {
                trouble = Optional.of(failure);
            }
        }
    }
}
