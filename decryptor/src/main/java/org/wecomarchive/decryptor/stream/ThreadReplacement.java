package org.wecomarchive.decryptor.stream;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recovery;

/**
 * Decides what comes after a stream thread has died: another one after a growing pause, or the end of the program.
 *
 * <p>The pause is spent on the dying thread, before its transaction is aborted; Kafka aborts it at the latest after its
 * own 10 s. Pauses start over once a record has got its outcome.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private final Recovery recovery;
    private final Pauses pauses;
    private final LongSupplier recordsDone;
    private final Consumer<Throwable> fatal;

    private long recordsDoneBefore;

    /**
     * Makes a handler.
     *
     * @param recordsDone how many records have got past the highest one before
     * @param fatal told of a failure that ends the program
     */
    public ThreadReplacement(Recovery recovery, Pauses pauses, LongSupplier recordsDone, Consumer<Throwable> fatal) {
        this.recovery = recovery;
        this.pauses = pauses;
        this.recordsDone = recordsDone;
        this.fatal = fatal;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Failure classified = DecryptorFailures.classify(failure);
        if (classified.isFatal()) {
            fatal.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return pauses.pause(failed(classified))
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private synchronized Duration failed(Failure failure) {
        sample();
        return recovery.failed(failure);
    }

    /** To be called now and then: decryption has recovered once a record has got past the highest one before. */
    public synchronized void sample() {
        long done = recordsDone.getAsLong();
        if (done > recordsDoneBefore) {
            recovery.over();
        }
        recordsDoneBefore = done;
    }
}
