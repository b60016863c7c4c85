package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.decryption.RecordDecryption;
import org.wecomarchive.decryptor.failure.DecryptorFailures;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.topology.Pauses;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recovery;

/**
 * Releases parked records on a thread of its own, session after session.
 *
 * <p>Transient trouble costs a growing pause, missing rights a long one; the stream is not touched by either.
 * A fatal failure is reported and ends the loop.
 *
 * <p><b>Threads.</b> {@link #close} is safe for any thread.
 */
public final class ReleaseLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReleaseLoop.class);
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final ReleaseTask task;
    private final RecordDecryption.Ticker ticker;
    private final ReleaseFigures figures;
    private final Recovery recovery;
    private final Pauses pauses;
    private final Consumer<Throwable> fatal;
    private final AtomicReference<ReleaseSession> session = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * Makes a loop that does not run yet.
     *
     * @param fatal told of a failure that ends it
     */
    public ReleaseLoop(
            ReleaseTask task,
            RecordDecryption.Ticker ticker,
            ReleaseFigures figures,
            Recovery recovery,
            Pauses pauses,
            Consumer<Throwable> fatal) {
        this.task = task;
        this.ticker = ticker;
        this.figures = figures;
        this.recovery = recovery;
        this.pauses = pauses;
        this.fatal = fatal;
        this.thread = new Thread(this::run, "release");
        this.thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn && !stopping) {
            try {
                releaseUntilStopped();
            } catch (WakeupException e) {
                log.debug("woken up to stop");
            } catch (InterruptException e) {
                log.warn("the release of parked records was interrupted and ends");
                goesOn = false;
            } catch (RuntimeException e) {
                goesOn = goesOnAfter(e);
            }
        }
    }

    private void releaseUntilStopped() {
        try (ReleaseSession opened = new ReleaseSession(task, ticker, figures)) {
            session.set(opened);
            opened.begin();
            boolean goesOn = true;
            while (goesOn && !stopping) {
                try {
                    if (opened.round()) {
                        recovery.over();
                    }
                } catch (TransientTroubleException e) {
                    goesOn = pauseAfter(e.failure());
                }
            }
        } finally {
            session.set(null);
        }
    }

    private boolean goesOnAfter(RuntimeException failure) {
        if (stopping) {
            log.debug("stopped meanwhile: {}", failure.getClass().getName());
            return false;
        }
        Failure classified = DecryptorFailures.classify(failure);
        if (classified.isFatal()) {
            fatal.accept(failure);
            return false;
        }
        figures.standsStill();
        return pauseAfter(classified);
    }

    private boolean pauseAfter(Failure failure) {
        figures.interrupted(failure.failureClass());
        boolean goesOn = pauses.pause(recovery.failed(failure));
        if (!goesOn) {
            stopping = true;
        }
        return goesOn;
    }

    /** Ends the loop; what is not committed within five seconds is aborted. */
    @Override
    public void close() {
        stopping = true;
        ReleaseSession open = session.get();
        if (open != null) {
            open.wakeUp();
        }
        try {
            thread.join(STOPPING.toMillis());
            if (thread.isAlive()) {
                log.warn("the release did not stop within {}: Kafka aborts its open transaction", STOPPING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
