package org.wecomarchive.callledger;

import java.time.Duration;
import org.wecomarchive.recovery.Timing;

/**
 * A token bucket that keeps calls within WeCom's published rate.
 *
 * <p>It holds a tenth of the budget as a burst and refills with the other nine tenths evenly over a minute, so that no
 * window of 60 seconds ever sees more calls than the budget. Not thread-safe.
 *
 * <p>Source: 600 GetChatData calls a minute and corp, <a
 * href="https://developer.work.weixin.qq.com/document/path/91774">会话内容存档</a>.
 */
public final class CallBudget {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final long burst;
    private final long nanosPerCall;
    private final Timing timing;
    private long saved;
    private long refilledAt;

    public CallBudget(int callsPerMinute, Timing timing) {
        if (callsPerMinute < 2) {
            throw new IllegalArgumentException("callsPerMinute must be at least 2: " + callsPerMinute);
        }
        this.burst = Math.max(1, callsPerMinute / 10);
        this.nanosPerCall = (MINUTE_NANOS + callsPerMinute - burst - 1) / (callsPerMinute - burst);
        this.timing = timing;
        this.saved = burst * nanosPerCall;
        this.refilledAt = timing.ticker().getAsLong();
    }

    /** Takes one call from the budget, waiting for it when it is used up. */
    public void acquire() throws InterruptedException {
        refill();
        while (saved < nanosPerCall) {
            timing.sleep(Duration.ofNanos(nanosPerCall - saved).plusMillis(1));
            refill();
        }
        saved -= nanosPerCall;
    }

    private void refill() {
        long now = timing.ticker().getAsLong();
        saved = Math.min(burst * nanosPerCall, saved + now - refilledAt);
        refilledAt = now;
    }
}
