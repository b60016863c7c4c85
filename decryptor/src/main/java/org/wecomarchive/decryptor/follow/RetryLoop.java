package org.wecomarchive.decryptor.follow;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.FailureClass;
import org.wecomarchive.recovery.Recovery;

/**
 * Repeats a piece of work on a daemon thread of its own. After trouble it pauses as its {@link Recovery} says; a fatal failure
 * is reported and ends it.
 *
 * <p><b>Threads.</b> {@link #close} is safe for any thread.
 */
public final class RetryLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RetryLoop.class);
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final Work work;
    private final Recovery recovery;
    private final Pauses pauses;
    private final Consumer<FailureClass> failed;
    private final Consumer<Throwable> fatal;
    private final Thread thread;
    private volatile boolean stopping;

    /** What is repeated. */
    public interface Work {

        /**
         * Does the next piece.
         *
         * @return whether something was done that shows that trouble is over
         */
        boolean run() throws TransientTroubleException;

        /** Ends a wait of {@link #run}, on any thread. */
        void wakeUp();

        /** Called once, after the last piece. */
        void close();
    }

    /**
     * A loop that does not run yet.
     *
     * @param failed told of each failure that is not fatal
     * @param fatal told of a failure that ends the loop
     */
    public RetryLoop(
            String name,
            Work work,
            Recovery recovery,
            Pauses pauses,
            Consumer<FailureClass> failed,
            Consumer<Throwable> fatal) {
        this.work = work;
        this.recovery = recovery;
        this.pauses = pauses;
        this.failed = failed;
        this.fatal = fatal;
        this.thread = new Thread(this::repeat, name);
        this.thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void repeat() {
        try {
            boolean goesOn = true;
            while (goesOn && !stopping) {
                goesOn = runOnce();
            }
        } finally {
            work.close();
        }
    }

    private boolean runOnce() {
        try {
            if (work.run()) {
                recovery.over();
            }
            return true;
        } catch (WakeupException | InterruptException e) {
            log.debug("woken up to stop");
            return !Thread.currentThread().isInterrupted();
        } catch (TransientTroubleException | RuntimeException e) {
            Failure failure = DecryptorFailures.classify(e);
            if (!stopping && failure.isFatal()) {
                fatal.accept(e);
            }
            return !stopping && !failure.isFatal() && pause(failure);
        }
    }

    private boolean pause(Failure failure) {
        failed.accept(failure.failureClass());
        return pauses.pause(recovery.failed(failure));
    }

    /** Ends the loop within five seconds; a transaction that is open then is aborted by Kafka. */
    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            work.close();
            return;
        }
        work.wakeUp();
        try {
            thread.join(STOPPING.toMillis());
            if (thread.isAlive()) {
                log.warn("the thread {} did not stop within {} s", thread.getName(), STOPPING.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
