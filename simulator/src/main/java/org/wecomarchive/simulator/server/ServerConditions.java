package org.wecomarchive.simulator.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How WeCom treats one corp at the moment: how slowly it answers, and with which errcode. Safe for any thread. */
public final class ServerConditions {

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration latency = Duration.ZERO;
    private volatile int errcode;

    ServerConditions() {}

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

    int errcode() {
        return errcode;
    }

    /** Waits for the latency, or for {@link #close}. */
    void awaitLatency() throws InterruptedException {
        if (!latency.isZero() && closed.await(latency.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the server ends");
        }
    }

    void close() {
        closed.countDown();
    }
}
