package org.wecomarchive.simulator.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;

/** How WeCom treats one corp at the moment: delay, errcode and faults. Safe for any thread. */
public final class ServerConditions {

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration latency = Duration.ZERO;
    private final long seed;
    private volatile int errcode;
    private volatile ActiveFaults faults;
    private final AtomicLong pageCalls = new AtomicLong();

    ServerConditions(long seed, FaultPlan faults) {
        this.seed = seed;
        this.faults = new ActiveFaults(seed, faults);
    }

    /** Every answer takes this much longer. */
    public void delayAnswersBy(Duration duration) {
        latency = duration;
    }

    /**
     * Pages come empty, with return value 0 and this errcode, for example 301042 for an address that is not trusted.
     *
     * @param code 0 for none
     */
    public void answerWithErrcode(int code) {
        errcode = code;
    }

    /**
     * Replaces the faults of calls; calls are numbered from 1 again.
     *
     * @throws IllegalArgumentException when the plan has faults of payloads, which are part of the tenant's records
     */
    public void inject(FaultPlan plan) {
        if (!plan.ofPayloads().isEmpty()) {
            throw new IllegalArgumentException(
                    "faults of payloads are part of a tenant's records and cannot be switched: " + plan.ofPayloads());
        }
        faults = new ActiveFaults(seed, plan);
    }

    /**
     * How often each fault of the current plan took effect; faults that never did are missing. A fault takes no effect
     * behind another fault of the same call, or if it edits a page that has nothing to edit.
     */
    public Map<Fault, Long> happened() {
        return faults.happened();
    }

    /** Number of requests for a page since the server started, failed ones included. */
    public long pageCalls() {
        return pageCalls.get();
    }

    void pageAskedFor() {
        pageCalls.incrementAndGet();
    }

    ActiveFaults faults() {
        return faults;
    }

    int errcode() {
        return errcode;
    }

    Duration latency() {
        return latency;
    }

    /** Waits; false if the server ends meanwhile. */
    boolean pass(Duration duration) {
        try {
            return duration.isZero() || !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void close() {
        closed.countDown();
    }
}
