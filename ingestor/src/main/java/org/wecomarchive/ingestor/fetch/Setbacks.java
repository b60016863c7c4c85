package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.metrics.IngestState;
import org.wecomarchive.ingestor.pace.Backoff;

/**
 * Decides how long to wait after a failure, and says so once per change: growing pauses for trouble that heals, a slow
 * steady probe where a person must act, an exception where waiting is pointless. For the fetch thread only.
 */
final class Setbacks {

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final Backoff backoff;
    private final Duration operatorProbe;
    private final IngestMetrics metrics;
    private String current = "";

    Setbacks(Backoff backoff, Duration operatorProbe, IngestMetrics metrics) {
        this.backoff = backoff;
        this.operatorProbe = operatorProbe;
        this.metrics = metrics;
    }

    /**
     * How long to wait before the next attempt.
     *
     * @throws FatalIngestException when there must be none
     */
    Duration pauseAfter(Exception failure) {
        return switch (IngestFailures.classify(failure)) {
            case TRANSIENT, CRASH -> backOff(failure);
            case OPERATOR, BAD_RECORD -> waitForOperator(failure);
            case FATAL -> throw fatal(failure);
        };
    }

    /** To be called after a success. */
    void over() {
        if (!current.isEmpty()) {
            log.info("recovered from {}", current);
            current = "";
        }
        backoff.reset();
        metrics.entered(IngestState.PULLING, 0);
    }

    private Duration backOff(Exception failure) {
        Duration pause = backoff.next();
        metrics.entered(IngestState.BACKING_OFF, code(failure));
        String name = IngestFailures.describe(failure);
        if (changed(name)) {
            log.warn(
                    "{}; attempt {} failed, next in {} ms, until it works", name, backoff.attempts(), pause.toMillis());
        }
        return pause;
    }

    private Duration waitForOperator(Exception failure) {
        metrics.entered(IngestState.WAITING_FOR_OPERATOR, code(failure));
        String name = IngestFailures.describe(failure);
        if (changed(name)) {
            log.error("{}; a person must act, probing every {} ms", name, operatorProbe.toMillis());
        }
        return operatorProbe;
    }

    private boolean changed(String name) {
        boolean changed = !name.equals(current);
        current = name;
        return changed;
    }

    private static int code(Exception failure) {
        return failure instanceof SdkException refused ? refused.code() : 0;
    }

    static FatalIngestException fatal(Exception failure) {
        return failure instanceof FatalIngestException fatal
                ? fatal
                : new FatalIngestException(IngestFailures.describe(failure), failure);
    }
}
