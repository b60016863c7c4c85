package org.wecomarchive.quickstart.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Exit;
import org.wecomarchive.quickstart.screen.Screen;

/**
 * How a run ends at Ctrl-C: it has a few seconds to close its servers, then all that is left of it is ended; what is temporary
 * is removed, keys and secret first.
 *
 * <p>A directory that is kept survives the sudden end as it survives a kill -9. Safe for use by several threads.
 */
public final class Stopping {

    private static final Duration ORDERLY = Duration.ofSeconds(3);
    private static final int INTERRUPTED = 130;

    private final Screen screen;
    private final CountDownLatch latch = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile Optional<Workspace> workspace = Optional.empty();

    public Stopping(Screen screen) {
        this.screen = screen;
    }

    /** Counted down when the run is to end, at Ctrl-C or since it cannot go on. */
    public CountDownLatch latch() {
        return latch;
    }

    /** Whether the user has had enough: whatever fails from then on is no failure. */
    public boolean asked() {
        return asked;
    }

    /**
     * Does nothing unless the user has had enough.
     *
     * @throws InterruptedException when the user has had enough
     */
    public void requireGoingOn() throws InterruptedException {
        if (asked) {
            throw new InterruptedException("the user has had enough");
        }
    }

    /** What to tidy up. */
    public void of(Workspace opened) {
        workspace = Optional.of(opened);
    }

    /** The run has ended, whether it was asked to or not. */
    public void finished() {
        finished.countDown();
    }

    /** For the end of the JVM: does nothing if the run has ended before. */
    public void atShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        asked = true;
        screen.out().println("Stopping ...");
        screen.silence();
        latch.countDown();
        workspace.ifPresent(Workspace::removeSecretsIfTemporary);
        if (!endsInTime()) {
            endNow();
        }
    }

    private boolean endsInTime() {
        try {
            return finished.await(ORDERLY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void parkForGood() {
        while (true) {
            LockSupport.park();
        }
    }

    private void endNow() {
        // A broker whose files go away must not end the JVM before they are gone.
        Exit.setHaltProcedure((status, message) -> parkForGood());
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        workspace.ifPresent(Workspace::removeIfTemporary);
        Runtime.getRuntime().halt(INTERRUPTED);
    }
}
