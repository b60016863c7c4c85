package org.wecomarchive.decryptor.prefetch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the prefetch, oldest work first.
 *
 * <p>Its queue has no bound of its own: the byte budget bounds it. After {@link #close} work is dropped, which the stream
 * then does itself.
 */
public final class PrefetchPool implements Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrefetchPool.class);

    private final ThreadPoolExecutor threads;
    private final Duration closeTimeout;

    /**
     * A pool whose threads start when they are needed.
     *
     * @param threads at least 1
     * @param closeTimeout longest time {@link #close} waits for work that has begun
     */
    public PrefetchPool(int threads, Duration closeTimeout) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                ThreadUtils.createThreadFactory("prefetch-%d", true),
                new ThreadPoolExecutor.DiscardPolicy());
        this.closeTimeout = closeTimeout;
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Drops what waits and waits for what has begun, without interrupting it; idempotent. */
    @Override
    public void close() {
        threads.shutdown();
        threads.getQueue().clear();
        try {
            if (!threads.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the prefetch did not end within {} ms", closeTimeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
