package org.wecomarchive.simulator.sdk;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkCrashException.Kind;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.simulator.fault.FrontFault;

/**
 * Does what the C library does when it is told to abort or to hang.
 *
 * <p>In a process of its own, an abort ends that process with the exit code of SIGABRT. In somebody else's JVM it must not:
 * there an abort is a crash of that call alone. A hang lasts until the library is closed.
 */
final class FrontFaults {

    private static final int SIGABRT_EXIT = 128 + 6;

    private final Home home;
    private final CountDownLatch closed = new CountDownLatch(1);

    FrontFaults(Home home) {
        this.home = home;
    }

    /** Whose JVM this is. */
    enum Home {
        /** The library's own: it may end. */
        HOSTED,
        /** Somebody else's. */
        SHARED
    }

    /** Throws for a code that is not 0, or does what it tells. */
    void requireSuccess(SdkFunction function, int code) throws SdkException {
        if (code == 0) {
            return;
        }
        Optional<FrontFault> fault = FrontFault.of(code);
        if (fault.isEmpty()) {
            throw SdkException.ofCode(function, code);
        }
        throw fault.get() == FrontFault.ABORT ? abort(function) : hang(function);
    }

    private SdkException abort(SdkFunction function) {
        if (home == Home.HOSTED) {
            Runtime.getRuntime().halt(SIGABRT_EXIT);
        }
        return crash(function, Kind.ABORTED, "the simulator's plan says abort");
    }

    private SdkException hang(SdkFunction function) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return crash(function, Kind.HUNG, "the simulator's plan says hang, until the library is closed");
    }

    /** In this JVM nothing is lost but the one call, so it counts as alone. */
    private static SdkException crash(SdkFunction function, Kind kind, String remedy) {
        return new SdkCrashException(function, kind, true, remedy);
    }

    void close() {
        closed.countDown();
    }
}
