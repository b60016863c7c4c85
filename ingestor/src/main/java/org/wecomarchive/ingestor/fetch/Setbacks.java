package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.metrics.IngestState;
import org.wecomarchive.ingestor.pace.Backoff;
import org.wecomarchive.ingestor.pace.Timing;

/**
 * Decides how long to wait after a failure, and says so once per change, for what
 * should heal by itself again every ten minutes: growing pauses for trouble that heals, a slow
 * steady probe where a person must act, an exception where waiting is pointless. For the fetch thread only.
 */
final class Setbacks {

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final Backoff backoff;
    private final Duration operatorProbe;
    private final IngestMetrics metrics;
    private final Announcements announcements;
    private String current = "";

    Setbacks(Backoff backoff, Duration operatorProbe, IngestMetrics metrics, Timing timing) {
        this.backoff = backoff;
        this.operatorProbe = operatorProbe;
        this.metrics = metrics;
        this.announcements = new Announcements(timing);
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
            announcements.over();
        }
        backoff.reset();
        metrics.entered(IngestState.PULLING, 0);
    }

    private Duration backOff(Exception failure) {
        Duration pause = backoff.next();
        metrics.entered(IngestState.BACKING_OFF, code(failure));
        current = IngestFailures.describe(failure);
        if (announcements.isNewOrLasts(trouble(failure))) {
            log.warn(
                    "{}; attempt {} failed, next in {} ms, until it works",
                    current,
                    backoff.attempts(),
                    pause.toMillis());
        }
        return pause;
    }

    private Duration waitForOperator(Exception failure) {
        metrics.entered(IngestState.WAITING_FOR_OPERATOR, code(failure));
        current = IngestFailures.describe(failure);
        if (announcements.isNew(trouble(failure))) {
            log.error("{}; a person must act, probing every {} ms", current, operatorProbe.toMillis());
        }
        return operatorProbe;
    }

    /** What stays the same while a trouble lasts: a sentence may tell of offsets that move. */
    private static String trouble(Exception failure) {
        return failure instanceof SdkException
                ? IngestFailures.describe(failure)
                : failure.getClass().getName();
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
