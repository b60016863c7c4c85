package org.wecomarchive.ingestor.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Counts the calls of one corp and closes the count about once a minute.
 *
 * <p>Closing is due by elapsed time, also when the corp is idle: the records it gives carry the source offset, and with it
 * the time of the last caught-up page, into the topic of offsets. Not thread-safe.
 */
public final class CallLedger {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final String corpId;
    private final Timing timing;
    private final Map<CallResult, Tally> tallies = new LinkedHashMap<>();
    private Instant periodStart;
    private Duration openedAt;

    public CallLedger(String corpId, Timing timing) {
        this.corpId = corpId;
        this.timing = timing;
        this.periodStart = timing.now();
        this.openedAt = timing.elapsed();
    }

    /** Counts one call. */
    public void count(CallResult result, Duration took) {
        tallies.merge(result, new Tally(1, took), Tally::plus);
    }

    /** The records of the period when it is over and saw a call; then the next period begins. */
    public List<SdkCalls> closeIfDue() {
        Duration now = timing.elapsed();
        if (tallies.isEmpty() || now.minus(openedAt).compareTo(PERIOD) < 0) {
            return List.of();
        }
        Instant periodEnd = timing.now();
        List<SdkCalls> closed = tallies.entrySet().stream()
                .map(entry -> toRecord(entry.getKey(), entry.getValue(), periodEnd))
                .toList();
        tallies.clear();
        periodStart = periodEnd;
        openedAt = now;
        return closed;
    }

    private SdkCalls toRecord(CallResult result, Tally tally, Instant periodEnd) {
        return SdkCalls.newBuilder()
                .setCorpId(corpId)
                .setPeriodStart(periodStart)
                .setPeriodEnd(periodEnd)
                .setFunction(result.function().nativeName())
                .setCode(result.code())
                .setErrcode(result.errcode())
                .setFailureClass(result.failureClass().isEmpty() ? null : result.failureClass())
                .setFault(result.fault().orElse(null))
                .setCount(tally.count())
                .setTotalMs(tally.took().toMillis())
                .build();
    }

    private record Tally(long count, Duration took) {

        Tally plus(Tally other) {
            return new Tally(count + other.count, took.plus(other.took));
        }
    }
}
