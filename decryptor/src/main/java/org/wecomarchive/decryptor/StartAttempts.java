package org.wecomarchive.decryptor;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.follow.Pauses;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.serde.UnresolvableSchemaException;

/** Repeats the steps of a start for a bounded time, for a server may still be starting and a registry may still lag. */
final class StartAttempts {

    private static final Logger log = LoggerFactory.getLogger(StartAttempts.class);

    private final Duration atMost;
    private final Backoff backoff;
    private final Pauses pauses;
    private final LongSupplier nanoTime;
    private final long start;

    /** Starts the clock: the time is for all attempts together. */
    StartAttempts(Duration atMost, Backoff backoff, Pauses pauses, LongSupplier nanoTime) {
        this.atMost = atMost;
        this.backoff = backoff;
        this.pauses = pauses;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * Runs the step until it succeeds.
     *
     * @param what continues "cannot …", for example {@code read the topics}
     * @throws NotReadyException when it still fails after the time, or the program stops meanwhile
     */
    void until(String what, Runnable step) throws NotReadyException {
        get(what, () -> {
            step.run();
            return true;
        });
    }

    /** As {@link #until}, for a step that makes something. */
    <T> T get(String what, Supplier<T> step) throws NotReadyException {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (RetriableException | UnresolvableSchemaException e) {
                Duration pause = backoff.after(attempt);
                Duration spent = Duration.ofNanos(nanoTime.getAsLong() - start);
                if (spent.plus(pause).compareTo(atMost) > 0 || !pauses.pause(pause)) {
                    throw new NotReadyException(
                            "cannot " + what + " within start.timeout.ms = " + atMost.toMillis() + ": "
                                    + RedactedException.sentence(e),
                            e);
                }
                log.warn(
                        "cannot {} yet ({}), attempt {}, next in {}",
                        what,
                        RedactedException.sentence(e),
                        attempt,
                        pause);
            }
        }
    }
}
