package org.wecomarchive.sinkelasticsearch.recall;

import java.time.Duration;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Sleeper;
import org.wecomarchive.sinkelasticsearch.cluster.IndexCatalog;
import org.wecomarchive.sinkelasticsearch.failure.BackgroundWork;
import org.wecomarchive.sinkelasticsearch.failure.ClusterException;
import org.wecomarchive.sinkelasticsearch.failure.FatalSinkException;

/** Runs the reconciler again and again, with back-off where the cluster is in trouble. */
public final class RecallLoop implements BackgroundWork.Work {

    private final Reconciler reconciler;
    private final IndexCatalog catalog;
    private final Recovery recovery;
    private final Duration interval;
    private final Sleeper sleeper;

    public RecallLoop(
            Reconciler reconciler, IndexCatalog catalog, Recovery recovery, Duration interval, Sleeper sleeper) {
        this.reconciler = reconciler;
        this.catalog = catalog;
        this.recovery = recovery;
        this.interval = interval;
        this.sleeper = sleeper;
    }

    /**
     * Runs until the thread is interrupted.
     *
     * @throws FatalSinkException if trying again cannot help
     */
    @Override
    public void run() throws InterruptedException {
        while (true) {
            try {
                reconciler.round();
                recovery.over();
                sleeper.sleep(interval);
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
}
