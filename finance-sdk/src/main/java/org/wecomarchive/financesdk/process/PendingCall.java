package org.wecomarchive.financesdk.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.wecomarchive.financesdk.SdkFunction;

/**
 * A request that waits for its answer.
 *
 * @param weight payloads it carries; 1 for anything else
 * @param ticksLeft ticks of the watchdog after which the host is taken for hung
 */
record PendingCall(SdkFunction function, int weight, AtomicInteger ticksLeft, CompletableFuture<Frame> answer) {

    PendingCall(SdkFunction function, int weight, int ticks) {
        this(function, weight, new AtomicInteger(ticks), new CompletableFuture<>());
    }
}
