package org.wecomarchive.financesdk.process;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.inprocess.Uninterruptible;

/**
 * One process that hosts the library, seen from this side: sends requests, matches answers, and tells once how the process was
 * lost.
 *
 * <p><b>Threads.</b> Safe; requests of many threads are in flight at the same time. Two threads of its own end with the
 * process.
 */
final class Host {

    private static final Logger log = LoggerFactory.getLogger(Host.class);

    /** An exit code above this one is a signal's number more. */
    private static final int SIGNALLED = 128;

    private static final int LAST_SIGNAL = 64;

    /** SIGHUP, SIGINT, SIGKILL, SIGTERM: sent by people and by the system. */
    private static final Set<Integer> SENT_FROM_OUTSIDE = Set.of(1, 2, 9, 15);

    private static final int BUFFER_BYTES = 64 << 10;
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final FrameWriter requests;
    private final PendingCalls pending = new PendingCalls();
    private final StrayOutput stray;
    private final Thread reader;
    private final Thread drain;
    private final CompletableFuture<Kind> lost = new CompletableFuture<>();
    private volatile boolean hung;
    private volatile boolean closing;

    Host(Process process) {
        this.process = process;
        this.requests = new FrameWriter(process.getOutputStream());
        this.stray = new StrayOutput(process.getErrorStream());
        this.reader = daemon("finance-sdk-answers", this::readAnswers);
        this.drain = daemon("finance-sdk-output", stray);
    }

    void begin() {
        reader.start();
        drain.start();
    }

    long pid() {
        return process.pid();
    }

    StrayOutput stray() {
        return stray;
    }

    /** Completed when the process is lost, before its calls fail. */
    CompletableFuture<Kind> lost() {
        return lost;
    }

    boolean takesCalls() {
        return pending.open();
    }

    int weightInFlight() {
        return pending.weight();
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @return empty when the process was lost before the call was in flight
     * @throws SdkCrashException when it was lost meanwhile
     */
    Optional<Frame> call(PendingCall call, FrameBuilder request) throws SdkCrashException {
        OptionalInt id = pending.add(call);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        send(id.getAsInt(), request);
        try {
            return Optional.of(Uninterruptible.await(call.answer()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkCrashException crash) {
                throw crash;
            }
            throw new IllegalStateException("an answer cannot fail in any other way", e.getCause());
        }
    }

    /** Sends a request that has no answer. */
    void tell(FrameBuilder request) {
        send(0, request);
    }

    private void send(int id, FrameBuilder request) {
        try {
            requests.write(id, request);
        } catch (IOException e) {
            // The process is gone; the end of its answers fails this call with all others.
            log.debug(
                    "A request did not reach the SDK process: {}", e.getClass().getSimpleName());
        }
    }

    /** Kills the process when the time of a call in flight is up. Counted in ticks, a pause of this JVM condemns nobody. */
    void tick() {
        if (pending.tick() && !hung) {
            hung = true;
            process.destroyForcibly();
        }
    }

    private void readAnswers() {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER_BYTES))) {
            while (true) {
                Frame answer = Frame.read(in);
                pending.remove(answer.id()).ifPresent(call -> call.answer().complete(answer));
            }
        } catch (EOFException end) {
            log.debug("The SDK process {} closed its answers", pid());
        } catch (IOException e) {
            log.debug(
                    "The answers of the SDK process {} ended with {}",
                    pid(),
                    e.getClass().getSimpleName());
            process.destroyForcibly();
        } finally {
            lose(pending.shut());
        }
    }

    private void lose(List<PendingCall> inFlight) {
        Kind kind = kind();
        boolean alone = inFlight.stream().mapToInt(PendingCall::weight).sum() == 1;
        lost.complete(kind);
        for (PendingCall call : inFlight) {
            call.answer().completeExceptionally(new SdkCrashException(call.function(), kind, alone, remedy(kind)));
        }
    }

    private Kind kind() {
        Optional<Integer> exit = exitWithin(GRACE_SECONDS);
        if (exit.isEmpty()) {
            process.destroyForcibly();
        }
        if (hung) {
            return Kind.HUNG;
        }
        return exit.map(Host::kindOf).orElse(Kind.ENDED);
    }

    /** What an exit code tells: a signal that nobody sends from outside, be it SIGTRAP or SIGSYS, is native code's. */
    static Kind kindOf(int exit) {
        int signal = exit - SIGNALLED;
        boolean nativeCode = signal > 0 && signal <= LAST_SIGNAL && !SENT_FROM_OUTSIDE.contains(signal);
        return nativeCode ? Kind.ABORTED : Kind.ENDED;
    }

    private String remedy(Kind kind) {
        if (closing) {
            return "the SDK was closed during the call";
        }
        return switch (kind) {
            case ABORTED -> "the vendor's library crashed its process, which is restarted by the next call";
            case HUNG ->
                "the vendor's library did not answer in time, so its process was killed; the next call restarts it";
            case ENDED, NOT_STARTED -> "the process of the vendor's library ended; the next call restarts it";
        };
    }

    /** Asks the process to end, kills it if it does not, and waits for its threads here; bounded to a few seconds. */
    void close() {
        closing = true;
        // On a thread of its own: the pipe may be full and the other end stuck.
        Thread goodbye = daemon("finance-sdk-goodbye", () -> tell(new FrameBuilder(Protocol.Request.BYE)));
        goodbye.start();
        if (exitWithin(GRACE_SECONDS).isEmpty()) {
            process.destroyForcibly();
            exitWithin(GRACE_SECONDS);
        }
        join(goodbye);
        join(reader);
        join(drain);
    }

    private Optional<Integer> exitWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
