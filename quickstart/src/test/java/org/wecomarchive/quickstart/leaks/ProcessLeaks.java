package org.wecomarchive.quickstart.leaks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the arguments and the environment of each process below this one, however short it lives, until it is closed. */
final class ProcessLeaks implements AutoCloseable {

    private static final long PERIOD_MS = 100;

    private final LeakReport report;
    private final Set<String> seen = new HashSet<>();
    // A process that runs never gets below another: only new ones are asked for their parents.
    private final Map<Long, Boolean> below = new HashMap<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "process-leaks");
        thread.setDaemon(true);
        return thread;
    });

    private ProcessLeaks(LeakReport report) {
        this.report = report;
    }

    static ProcessLeaks watch(LeakReport report) {
        ProcessLeaks leaks = new ProcessLeaks(report);
        ScheduledFuture<?> unused =
                leaks.clock.scheduleWithFixedDelay(leaks::lookOnce, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
        return leaks;
    }

    private void lookOnce() {
        try {
            look();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    synchronized void look() {
        Set<Long> running = running();
        below.keySet().retainAll(running);
        for (long pid : running) {
            if (isBelow(pid)) {
                look(pid);
            }
        }
    }

    private void look(long pid) {
        String arguments = read(pid, "cmdline");
        // A shell that becomes a JVM keeps its id.
        if (!arguments.isEmpty() && seen.add(pid + " " + arguments.hashCode())) {
            report.look("the arguments of a process", arguments, Plaintext.FORBIDDEN);
            report.look("the environment of a process", read(pid, "environ"), Plaintext.FORBIDDEN);
        }
    }

    private boolean isBelow(long pid) {
        Boolean known = below.get(pid);
        if (known != null) {
            return known;
        }
        boolean is = pid == ProcessHandle.current().pid()
                || parent(pid).filter(this::isBelow).isPresent();
        below.put(pid, is);
        return is;
    }

    /** The second field behind the name, which is in parentheses and may hold any character; empty for the first process. */
    private static Optional<Long> parent(long pid) {
        String stat = read(pid, "stat");
        return Stream.of(stat.substring(stat.lastIndexOf(')') + 1).split(" ", 4))
                .skip(2)
                .findFirst()
                .map(Long::valueOf)
                .filter(parent -> parent > 0);
    }

    private static Set<Long> running() {
        return Stream.of(Objects.requireNonNull(new File("/proc").list()))
                .filter(name -> Character.isDigit(name.charAt(0)))
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    /** How many programs were looked at. */
    synchronized int programs() {
        return seen.size();
    }

    private static String read(long pid, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), name), StandardCharsets.ISO_8859_1);
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException("cannot read " + name + " of a process", e);
        } catch (IOException ended) {
            // It has no memory any more: it is gone, or ended and not yet buried by its parent, which counts as alive.
            return "";
        }
    }

    /** Stops looking; fails if it ever could not look. */
    @Override
    public void close() {
        clock.shutdownNow();
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
