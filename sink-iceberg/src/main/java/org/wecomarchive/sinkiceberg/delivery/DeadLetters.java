package org.wecomarchive.sinkiceberg.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.UndecodableRecordException;
import org.wecomarchive.sinkiceberg.failure.DeadLetterFailedException;
import org.wecomarchive.sinkiceberg.failure.FatalSinkException;
import org.wecomarchive.sinkiceberg.metrics.SinkMetrics;

/**
 * Sends records that are not ours to Kafka Connect's dead-letter topic. No offset past such a record is committed before its
 * dead letter is in that topic. Without such a topic the task stops. Not thread-safe.
 */
public final class DeadLetters {

    private static final long SETTLE_SECONDS = 30;

    private final Optional<ErrantRecordReporter> reporter;
    private final SinkMetrics metrics;
    private final Recovery recovery;
    private final List<Future<Void>> inFlight = new ArrayList<>();

    public DeadLetters(Optional<ErrantRecordReporter> reporter, SinkMetrics metrics, Recovery recovery) {
        this.reporter = reporter;
        this.metrics = metrics;
        this.recovery = recovery;
    }

    void report(SinkRecord record, UndecodableRecordException reason) {
        ErrantRecordReporter target = reporter.orElseThrow(() -> new FatalSinkException(reason.getMessage()
                + ". Set errors.tolerance=all and errors.deadletterqueue.topic.name to put such records aside."));
        inFlight.add(target.report(record, reason));
        metrics.deadLetter();
    }

    /**
     * Returns once every dead letter so far is in its topic.
     *
     * @throws AttemptFailedException if one has no answer yet
     * @throws DeadLetterFailedException if one was not written
     */
    void settle() {
        if (!inFlight.isEmpty()) {
            inFlight.forEach(this::await);
            inFlight.clear();
            recovery.over();
        }
    }

    /** The records of those that are not settled are read again. */
    void forget() {
        inFlight.clear();
    }

    private void await(Future<Void> letter) {
        try {
            letter.get(SETTLE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw new AttemptFailedException(
                    recovery,
                    new org.apache.kafka.common.errors.TimeoutException("no answer from the dead-letter topic", e));
        } catch (ExecutionException e) {
            throw new DeadLetterFailedException(RedactedException.of(e.getCause()));
        }
    }
}
