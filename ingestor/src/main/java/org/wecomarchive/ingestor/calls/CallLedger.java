package org.wecomarchive.ingestor.calls;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Counts the calls of one corp, closes the count about once a minute, and keeps each period until it is published.
 *
 * <p>A period closes by elapsed time, also when the corp is idle: its records carry the source offset, and with it the
 * time of the last caught-up page, to the topic of offsets. Invariant: a call is in the open period, in one closed
 * period, or published. Thread-safe: the fetch thread counts, the task's thread publishes.
 */
public final class CallLedger {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final String corpId;
    private final Timing timing;
    private final Map<CallResult, Tally> tallies = new LinkedHashMap<>();
    private final Map<Instant, List<SdkCalls>> unpublished = new LinkedHashMap<>();
    private Instant periodStart;
    private Duration openedAt;

    public CallLedger(String corpId, Timing timing) {
        this.corpId = corpId;
        this.timing = timing;
        this.periodStart = timing.now();
        this.openedAt = timing.elapsed();
    }

    /** Counts one call. */
    public synchronized void count(CallResult result, Duration took) {
        tallies.merge(result, new Tally(1, took), Tally::plus);
    }

    /** If the period is over and saw a call: its records; then the next period begins. */
    public synchronized List<SdkCalls> closeIfDue() {
        boolean due = timing.elapsed().minus(openedAt).compareTo(PERIOD) >= 0;
        return due && !tallies.isEmpty() ? close() : List.of();
    }

    /** The records of the period that ended at {@code periodEnd} are published. */
    public synchronized void published(Instant periodEnd) {
        unpublished.remove(periodEnd);
    }

    /**
     * Closes the period and returns the records of all closed periods that are not known to be published, oldest first.
     */
    public synchronized List<SdkCalls> closeAll() {
        if (!tallies.isEmpty()) {
            close();
        }
        return unpublished.values().stream().flatMap(List::stream).toList();
    }

    private List<SdkCalls> close() {
        Instant periodEnd = end();
        List<SdkCalls> closed = tallies.entrySet().stream()
                .map(entry -> toRecord(entry.getKey(), entry.getValue(), periodEnd))
                .toList();
        tallies.clear();
        periodStart = periodEnd;
        openedAt = timing.elapsed();
        unpublished.put(periodEnd, closed);
        return closed;
    }

    /** Now; later than every end before, also after the clock was set back, because a period is known by its end. */
    private Instant end() {
        Instant now = timing.now();
        return now.isAfter(periodStart) ? now : periodStart.plusMillis(1);
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
