package org.wecomarchive.sinkelasticsearch.failure;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in threads of its own. It keeps the first failure that a retry cannot cure, for {@link #requireRunning()}; no
 * other work begins after that.
 */
public final class BackgroundWork implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackgroundWork.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final String name;
    private final ExecutorService threads;
    private final AtomicReference<FatalSinkException> failure = new AtomicReference<>();

    /** Some work, until it is done or the thread is interrupted. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Starts nothing yet.
     *
     * @param name of the threads
     * @param threads at most
     */
    public BackgroundWork(String name, int threads) {
        this.name = name;
        this.threads = Executors.newFixedThreadPool(threads, ThreadUtils.createThreadFactory(name, true));
    }

    /** Runs the work when a thread is free. */
    public void start(Work work) {
        threads.execute(() -> run(work));
    }

    private void run(Work work) {
        if (failure.get() != null) {
            return;
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FatalSinkException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException e) {
            unexpected(e);
        }
    }

    private void unexpected(RuntimeException e) {
        if (threads.isShutdown()) {
            log.debug("{}: the stop interrupted a call: {}", name, e.getClass().getName());
        } else {
            // Without the exception itself: its message may quote a document.
            failure.compareAndSet(null, new FatalSinkException(name + " failed in an unforeseen way: " + at(e)));
        }
    }

    private static String at(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /**
     * Returns if nothing has failed.
     *
     * @throws FatalSinkException the first failure
     */
    public void requireRunning() {
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Gives up the work that runs; returns within seconds. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{} does not end within {} s; its call is left behind", name, STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
