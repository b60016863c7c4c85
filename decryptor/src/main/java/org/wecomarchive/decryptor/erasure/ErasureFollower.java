package org.wecomarchive.decryptor.erasure;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.topology.Pauses;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recovery;

/**
 * Keeps an {@link ErasureLog} at the end of its topic, on a thread of its own.
 *
 * <p>While that fails, the log grows old and then stops the stream; this thread tries again after a growing pause, or
 * after a long one while a person must act. A fatal
 * failure is reported and ends it.
 *
 * <p><b>Threads.</b> {@link #close} is safe for any thread; it closes the log too.
 */
public final class ErasureFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ErasureFollower.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration STOPPING = Duration.ofSeconds(6);

    private final ErasureLog orders;
    private final Recovery recovery;
    private final Pauses pauses;
    private final Consumer<Throwable> fatal;
    private final Thread thread = new Thread(this::run, "erasures");
    private volatile boolean stopping;

    /**
     * A follower that does not run yet.
     *
     * @param orders has been caught up; belongs to the follower from here on
     * @param fatal told of a failure that ends it
     */
    public ErasureFollower(ErasureLog orders, Recovery recovery, Pauses pauses, Consumer<Throwable> fatal) {
        this.orders = orders;
        this.recovery = recovery;
        this.pauses = pauses;
        this.fatal = fatal;
        this.thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try (ErasureLog closing = orders) {
            boolean goesOn = true;
            while (goesOn && !stopping) {
                goesOn = follow(closing);
            }
        }
    }

    private boolean follow(ErasureLog open) {
        try {
            open.catchUp();
            open.read(IDLE);
            recovery.over();
            return true;
        } catch (WakeupException | InterruptException e) {
            log.debug("woken up to stop");
            return !stopping && !Thread.currentThread().isInterrupted();
        } catch (RuntimeException e) {
            return !stopping && goesOnAfter(e);
        }
    }

    private boolean goesOnAfter(RuntimeException failure) {
        Failure classified = DecryptorFailures.classify(failure);
        if (classified.isFatal()) {
            fatal.accept(failure);
            return false;
        }
        return pauses.pause(recovery.failed(classified));
    }

    /** Ends the thread and closes the log. */
    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            orders.close();
            return;
        }
        orders.wakeUp();
        try {
            thread.join(STOPPING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
