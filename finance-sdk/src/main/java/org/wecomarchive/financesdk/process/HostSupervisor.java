package org.wecomarchive.financesdk.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.financesdk.SdkMonitor;

/**
 * Keeps one host process: starts it when a call needs it and there is none, watches the time of its calls, and holds starts back
 * after losses in a row.
 *
 * <p>A caller waits for a start as long as it says, and not at all during a back-off: it fails with {@link Kind#NOT_STARTED},
 * since Kafka Streams must not wait long inside its transaction.
 *
 * <p><b>Threads.</b> Safe. One thread of its own ticks, a second one starts processes.
 */
final class HostSupervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostSupervisor.class);
    private static final Duration TICK = Duration.ofMillis(50);

    /** A process that is ready, and the work after its loss, done before any call of it fails. */
    private record Active(Host host, Future<?> buried) {}

    private final HostLauncher launcher;
    private final RestartBackoff backoff;
    private final SdkMonitor monitor;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, HostSupervisor::daemon);
    private volatile Optional<Active> active = Optional.empty();
    private volatile Optional<Host> watched = Optional.empty();
    private Optional<CompletableFuture<Host>> starting = Optional.empty();
    private Optional<IllegalArgumentException> unusable = Optional.empty();
    private boolean opened;
    private boolean closed;

    HostSupervisor(HostLauncher launcher, RestartBackoff backoff, SdkMonitor monitor) {
        this.launcher = launcher;
        this.backoff = backoff;
        this.monitor = monitor;
    }

    /** Ticks of the watchdog that are not shorter than {@code time}. */
    static int ticks(Duration time) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE - 1L, time.toMillis() / TICK.toMillis()) + 1);
    }

    /**
     * Starts the first process and waits until the library is open. If the process does not get that far, the next call starts
     * another one: only the library itself can make a start hopeless.
     *
     * @throws IllegalArgumentException when the library cannot be used as it is
     */
    void begin() {
        long millis = TICK.toMillis();
        ScheduledFuture<?> unused = threads.scheduleWithFixedDelay(
                () -> watched.ifPresent(Host::tick), millis, millis, TimeUnit.MILLISECONDS);
        try {
            adopt(launcher.launch(this::watch));
        } catch (IOException e) {
            reportFailedStart(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private synchronized void watch(Host host) {
        if (closed) {
            throw new IllegalStateException("the finance SDK is closed");
        }
        watched = Optional.of(host);
    }

    /**
     * The process that takes calls now; started when there is none.
     *
     * @param wait how long to wait for a start
     * @throws IllegalArgumentException when the library, which has never been open, cannot be used as it is
     */
    Host host(SdkFunction function, Duration wait) throws SdkCrashException {
        Optional<Active> known = active;
        if (known.isPresent()) {
            if (known.get().host().takesCalls()) {
                return known.get().host();
            }
            await(function, known.get().buried(), wait);
        }
        return await(function, start(function), wait);
    }

    private synchronized CompletableFuture<Host> start(SdkFunction function) throws SdkCrashException {
        if (closed) {
            throw new IllegalStateException("the finance SDK is closed");
        }
        if (unusable.isPresent()) {
            throw new IllegalArgumentException(unusable.get().getMessage(), unusable.get());
        }
        if (active.isPresent()) {
            return CompletableFuture.completedFuture(active.get().host());
        }
        if (starting.isEmpty()) {
            Duration pause = backoff.remaining();
            if (!pause.isZero()) {
                throw notStarted(
                        function, "its process was lost repeatedly and may start again in " + pause.toMillis() + " ms");
            }
            starting = Optional.of(CompletableFuture.supplyAsync(this::restart, threads));
        }
        return starting.get();
    }

    private Host restart() {
        try {
            Host host = launcher.launch(this::watch);
            adopt(host);
            return host;
        } catch (IOException | RuntimeException e) {
            if (e instanceof IllegalArgumentException refusal) {
                giveUpIfNeverOpened(refusal);
            }
            reportFailedStart(e);
            throw new IllegalStateException("the SDK process could not be started", e);
        } finally {
            synchronized (this) {
                starting = Optional.empty();
            }
        }
    }

    /** A library that has been open before is about to be replaced: it is waited for. */
    private synchronized void giveUpIfNeverOpened(IllegalArgumentException refusal) {
        if (!opened) {
            unusable = Optional.of(refusal);
        }
    }

    private void adopt(Host host) {
        synchronized (this) {
            if (!closed) {
                opened = true;
                backoff.ready();
                monitor.processStarted();
                Active now = new Active(host, host.lost().thenAccept(this::bury));
                active = host.lost().isDone() ? Optional.empty() : Optional.of(now);
                log.info("The SDK process {} is ready", host.pid());
                return;
            }
        }
        host.close();
        throw new IllegalStateException("the finance SDK is closed");
    }

    private synchronized void bury(Kind kind) {
        active = Optional.empty();
        if (!closed) {
            Duration pause = backoff.lost();
            monitor.processLost(kind);
            log.warn(
                    "The SDK process was lost ({}), loss {} in a row; it may restart in {} ms",
                    kind,
                    backoff.losses(),
                    pause.toMillis());
        }
    }

    private synchronized void reportFailedStart(Exception failure) {
        if (!closed) {
            Duration pause = backoff.startFailed();
            monitor.processLost(Kind.NOT_STARTED);
            log.warn(
                    "The SDK process did not start ({}), failure {} in a row; next attempt in {} ms",
                    // Of others the type: a message may quote anything.
                    failure instanceof IllegalArgumentException
                            ? failure.getMessage()
                            : failure.getClass().getSimpleName(),
                    backoff.losses(),
                    pause.toMillis());
        }
    }

    private static <T> T await(SdkFunction function, Future<T> result, Duration wait) throws SdkCrashException {
        try {
            return result.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw notStarted(function, "its process is still starting");
        } catch (ExecutionException e) {
            throw notStarted(function, "its process could not be started: see the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStarted(function, "interrupted while its process was starting");
        }
    }

    private static SdkCrashException notStarted(SdkFunction function, String why) {
        return new SdkCrashException(function, Kind.NOT_STARTED, false, "the library is not available: " + why);
    }

    /** Ends the process, kindly at first; bounded to a few seconds. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        watched.ifPresent(Host::close);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "finance-sdk-supervisor");
        thread.setDaemon(true);
        return thread;
    }
}
