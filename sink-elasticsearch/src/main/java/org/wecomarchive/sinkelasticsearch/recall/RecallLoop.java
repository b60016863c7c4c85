package org.wecomarchive.sinkelasticsearch.recall;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;
import org.wecomarchive.sinkelasticsearch.install.IndexCatalog;

/** Runs the reconciler again and again in a thread of its own, with back-off where the cluster is in trouble. */
public final class RecallLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RecallLoop.class);
    private static final long STOP_SECONDS = 5;

    private final Reconciler reconciler;
    private final IndexCatalog catalog;
    private final Recovery recovery;
    private final Duration interval;
    private final Sleeper sleeper;
    private final AtomicReference<FatalSinkException> failure = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "elasticsearch-recalls");
        daemon.setDaemon(true);
        return daemon;
    });

    public RecallLoop(
            Reconciler reconciler, IndexCatalog catalog, Recovery recovery, Duration interval, Sleeper sleeper) {
        this.reconciler = reconciler;
        this.catalog = catalog;
        this.recovery = recovery;
        this.interval = interval;
        this.sleeper = sleeper;
    }

    /** Starts the rounds. */
    public void start() {
        thread.execute(this::run);
    }

    /** What stopped the loop. */
    public Optional<FatalSinkException> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void run() {
        try {
            while (true) {
                round();
                sleeper.sleep(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FatalSinkException e) {
            failure.set(e);
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                log.debug("a call was cut off by the stop: {}", e.getClass().getName());
            } else {
                failure.set(new FatalSinkException("marking recalls failed in an unforeseen way: "
                        + e.getClass().getName()));
            }
        }
    }

    private void round() throws InterruptedException {
        while (true) {
            try {
                reconciler.round();
                recovery.over();
                return;
            } catch (ClusterException e) {
                afterFailure(e);
            }
        }
    }

    private void afterFailure(ClusterException e) throws InterruptedException {
        switch (e.kind()) {
            case NOT_FOUND -> catalog.forgetRecalls();
            case TRANSIENT, OPERATOR -> {}
            case TOO_LARGE, FATAL ->
                throw new FatalSinkException("elasticsearch refuses to look for recalls: " + e.getMessage());
        }
        sleeper.sleep(recovery.failed(e.failure()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a call about recalls does not end; it is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
