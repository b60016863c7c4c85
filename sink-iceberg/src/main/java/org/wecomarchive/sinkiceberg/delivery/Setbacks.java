package org.wecomarchive.sinkiceberg.delivery;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.sinkiceberg.failure.Backoff;
import org.wecomarchive.sinkiceberg.failure.FailureClass;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.failure.SinkFailures;
import org.wecomarchive.sinkiceberg.metrics.SinkMetrics;
import org.wecomarchive.sinkiceberg.metrics.SinkState;

/**
 * Decides how long to wait after a failure, and says so once per change: growing pauses for trouble that heals, a slow
 * steady probe where a person must act, an exception where waiting is pointless. Not thread-safe.
 */
public final class Setbacks {

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final Backoff backoff;
    private final Duration operatorProbe;
    private final SinkMetrics metrics;
    private String current = "";

    public Setbacks(Backoff backoff, Duration operatorProbe, SinkMetrics metrics) {
        this.backoff = backoff;
        this.operatorProbe = operatorProbe;
        this.metrics = metrics;
    }

    /**
     * How long to wait before the next attempt.
     *
     * @throws FatalSinkException when there must be none
     */
    Duration pauseAfter(RuntimeException failure) {
        FailureClass kind = SinkFailures.classify(failure);
        return switch (kind) {
            case TRANSIENT -> backOff(failure);
            case OPERATOR -> waitForOperator(failure);
            case BAD_RECORD, FATAL -> throw fatal(failure);
        };
    }

    /** To be called after a success. */
    void over() {
        if (!current.isEmpty()) {
            log.info("recovered from {}", current);
            current = "";
        }
        backoff.reset();
        metrics.entered(SinkState.RUNNING);
    }

    private Duration backOff(RuntimeException failure) {
        Duration pause = backoff.next();
        metrics.entered(SinkState.BACKING_OFF);
        String name = SinkFailures.describe(failure);
        if (changed(name)) {
            log.warn(
                    "{}; attempt {} failed, next in {} ms, until it works", name, backoff.attempts(), pause.toMillis());
        }
        return pause;
    }

    private Duration waitForOperator(RuntimeException failure) {
        metrics.entered(SinkState.WAITING_FOR_OPERATOR);
        String name = SinkFailures.describe(failure);
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

    private static FatalSinkException fatal(RuntimeException failure) {
        return failure instanceof FatalSinkException fatal
                ? fatal
                : new FatalSinkException(SinkFailures.describe(failure), failure);
    }
}
