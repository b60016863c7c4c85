package org.wecomarchive.simulator.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.wecomarchive.simulator.fault.Fault;
import org.wecomarchive.simulator.fault.FaultPlan;

/**
 * How WeCom treats one corp at the moment: how slowly it answers, with which errcode, and what goes wrong. Safe for any
 * thread.
 */
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
     * From now on this goes wrong with calls, and nothing else; the numbers of calls begin at 1 again.
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
     * How often each fault of the plan in force has had its effect; those that never had are missing. A fault behind another
     * one of the same call, or an edit of a page that has nothing to edit, has none.
     */
    public Map<Fault, Long> happened() {
        return faults.happened();
    }

    /** How often a page was asked for since the server started, whatever came of it. */
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

    /** Lets so much time pass; false when the server ends meanwhile. */
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
