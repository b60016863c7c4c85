package org.wecomarchive.decryptor.topology;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.failure.FailureAction;

/**
 * Decides what comes after a stream thread has died: another one after a growing pause, or the end of the program.
 *
 * <p>The pause is spent on the dying thread, before its transaction is aborted; Kafka aborts it at the latest after its
 * own 10 s. Pauses start over once a record has got its outcome.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ThreadReplacement.class);

    private final Backoff backoff;
    private final Pauses pauses;
    private final LongSupplier recordsDone;
    private final Consumer<Throwable> fatal;

    private int failures;
    private long recordsDoneAtLastFailure;

    /**
     * Makes a handler.
     *
     * @param recordsDone how many records have got past the highest one before
     * @param fatal told of a failure that ends the program
     */
    public ThreadReplacement(Backoff backoff, Pauses pauses, LongSupplier recordsDone, Consumer<Throwable> fatal) {
        this.backoff = backoff;
        this.pauses = pauses;
        this.recordsDone = recordsDone;
        this.fatal = fatal;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        FailureAction action = DecryptorFailures.classify(failure);
        if (action == FailureAction.FATAL) {
            fatal.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int attempt = countFailure();
        Duration pause = action == FailureAction.OPERATOR ? backoff.most() : backoff.after(attempt);
        if (action == FailureAction.OPERATOR) {
            log.error("decryption waits for an operator, next try in {}", pause, failure);
        } else {
            log.warn("decryption is interrupted, attempt {} without end, next try in {}", attempt, pause, failure);
        }
        return pauses.pause(pause)
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private synchronized int countFailure() {
        long done = recordsDone.getAsLong();
        failures = done > recordsDoneAtLastFailure ? 1 : failures + 1;
        recordsDoneAtLastFailure = done;
        return failures;
    }
}
