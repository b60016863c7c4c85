package org.wecomarchive.financesdk.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.wecomarchive.financesdk.SdkFunction;

/** A request that waits for its answer. */
final class PendingCall {

    private final SdkFunction function;
    private final int weight;
    private final AtomicInteger ticksLeft;
    private final CompletableFuture<Frame> answer = new CompletableFuture<>();

    /**
     * @param weight payloads it carries; 1 for anything else
     * @param ticks ticks of the watchdog after which the host is taken for hung
     */
    PendingCall(SdkFunction function, int weight, int ticks) {
        this.function = function;
        this.weight = weight;
        this.ticksLeft = new AtomicInteger(ticks);
    }

    SdkFunction function() {
        return function;
    }

    int weight() {
        return weight;
    }

    CompletableFuture<Frame> answer() {
        return answer;
    }

    /** Whether the call's time is up with this tick. */
    boolean expiresAtTick() {
        return ticksLeft.decrementAndGet() <= 0;
    }
}
