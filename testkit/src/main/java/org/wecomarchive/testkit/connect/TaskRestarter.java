package org.wecomarchive.testkit.connect;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.recovery.FailureTrace;

/**
 * Restarts failed connectors and tasks, which Connect itself never does, except those that failed for good.
 *
 * <p>A {@linkplain FailureTrace fatal} failure is reported once, as an error, and left alone.
 */
final class TaskRestarter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TaskRestarter.class);

    private final ConnectRest rest;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connect-restarter");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> rounds;
    private final Set<String> reported = new HashSet<>();

    TaskRestarter(ConnectRest rest, Duration every) {
        this.rest = rest;
        rounds = clock.scheduleWithFixedDelay(
                this::restartFailed, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        rounds.cancel(true);
        clock.shutdownNow();
    }

    private void restartFailed() {
        try {
            for (String name : rest.connectors()) {
                restartFailed(rest.status(name));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | TimeoutException e) {
            // Not up, or a connector went away between two calls: the next round asks again.
            log.debug("cannot look for failed tasks: {}", e.getClass().getName());
        }
    }

    private void restartFailed(ConnectorStatus status) throws IOException, InterruptedException, TimeoutException {
        String name = status.name();
        if (mayRestart(name, status.connector())) {
            rest.restartConnector(name);
        }
        for (ConnectorStatus.Part task : status.tasks()) {
            if (mayRestart(name + "-" + task.id(), task)) {
                rest.restartTask(name, task.id());
            }
        }
    }

    private boolean mayRestart(String what, ConnectorStatus.Part part) {
        if (!part.failed()) {
            reported.remove(what);
            return false;
        }
        FailureTrace trace = FailureTrace.of(part.trace());
        if (trace.fatal()) {
            if (reported.add(what)) {
                log.error("{} failed for good: {}", what, trace.exceptionClasses());
            }
            return false;
        }
        log.warn("{} failed and is restarted: {}", what, trace.exceptionClasses());
        return true;
    }
}
