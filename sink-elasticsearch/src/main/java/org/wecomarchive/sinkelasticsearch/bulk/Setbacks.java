package org.wecomarchive.sinkelasticsearch.bulk;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkelasticsearch.metrics.SinkMetrics;
import org.wecomarchive.sinkelasticsearch.metrics.SinkState;
import org.wecomarchive.sinkelasticsearch.pace.Pauses;
import org.wecomarchive.sinkelasticsearch.pace.Sleeper;

/** Waits after failures, and says so once per change. Safe for several threads, which share what is said. */
public final class Setbacks {

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final Pauses pauses;
    private final Sleeper sleeper;
    private final SinkMetrics metrics;
    private String current = "";

    public Setbacks(Pauses pauses, Sleeper sleeper, SinkMetrics metrics) {
        this.pauses = pauses;
        this.sleeper = sleeper;
        this.metrics = metrics;
    }

    /** Trouble that heals; {@code failures} in a row so far, this one included. */
    public void backOff(String reason, int failures) throws InterruptedException {
        Duration pause = pauses.after(failures);
        metrics.entered(SinkState.BACKING_OFF);
        if (changesTo(reason)) {
            log.warn(
                    "elasticsearch: {}; attempt {} failed, next in {} ms, until it works",
                    reason,
                    failures,
                    pause.toMillis());
        }
        sleeper.sleep(pause);
    }

    /** Trouble that a person must end. */
    public void waitForOperator(String reason) throws InterruptedException {
        metrics.entered(SinkState.WAITING_FOR_OPERATOR);
        if (changesTo(reason)) {
            log.error(
                    "elasticsearch refuses us: {}; check credentials, certificates and rights, probing every {} ms",
                    reason,
                    pauses.forOperator().toMillis());
        }
        sleeper.sleep(pauses.forOperator());
    }

    /** To be called after a success. */
    public synchronized void over() {
        if (!current.isEmpty()) {
            log.info("elasticsearch recovered from: {}", current);
            current = "";
        }
        metrics.entered(SinkState.WRITING);
    }

    private synchronized boolean changesTo(String reason) {
        boolean changed = !reason.equals(current);
        current = reason;
        return changed;
    }
}
