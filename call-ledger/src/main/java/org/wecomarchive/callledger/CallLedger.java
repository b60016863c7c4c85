package org.wecomarchive.callledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Counts the calls of one corp by full minutes of the clock, and keeps each minute until it is published.
 *
 * <p>A call is counted in the minute in which it ended. A minute closes with the first call, or the first question, after it.
 * Invariants: a call is in the open period, in one closed period, or published; the ends of periods rise, also where the clock is
 * set back, because a period is known by its end. Thread-safe: one thread counts, another one publishes.
 */
public final class CallLedger {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final String corpId;
    private final Route route;
    private final Timing timing;
    private final RecentCalls recent = new RecentCalls();
    private final Map<Row, Tally> tallies = new LinkedHashMap<>();
    private final List<SdkCalls> due = new ArrayList<>();
    private final Map<Instant, List<SdkCalls>> unpublished = new LinkedHashMap<>();
    private Instant periodStart;
    private Instant lastEnd = Instant.EPOCH;

    /** A ledger of calls that go to WeCom by that route. */
    public CallLedger(String corpId, Route route, Timing timing) {
        this.corpId = corpId;
        this.route = route;
        this.timing = timing;
        this.periodStart = minute();
    }

    /** Counts one call, which has just ended. */
    public synchronized void count(CallResult result, Duration took) {
        Circumstances circumstances = new Circumstances(route, recent.add(result.function(), timing.elapsed()));
        Optional<Fault> fault =
                result.succeeded() ? Optional.empty() : Optional.of(FaultTable.of(result, circumstances));
        closeMinute();
        tallies.merge(new Row(result, fault), new Tally(1, took), Tally::plus);
    }

    /** The records of the minutes that are over and that this method has not given yet. */
    public synchronized List<SdkCalls> closeIfDue() {
        closeMinute();
        List<SdkCalls> given = List.copyOf(due);
        due.clear();
        return given;
    }

    /** The records of the period that ended at {@code periodEnd} are published. */
    public synchronized void published(Instant periodEnd) {
        unpublished.remove(periodEnd);
    }

    /**
     * Closes the period, over or not, and returns the records of all closed periods that are not known to be published, oldest
     * first.
     */
    public synchronized List<SdkCalls> closeAll() {
        closeMinute();
        close(timing.now());
        due.clear();
        return unpublished.values().stream().flatMap(List::stream).toList();
    }

    private void closeMinute() {
        Instant minute = minute();
        if (!minute.equals(periodStart)) {
            close(periodStart.plus(PERIOD));
            periodStart = minute;
        }
    }

    private Instant minute() {
        return timing.now().truncatedTo(ChronoUnit.MINUTES);
    }

    private void close(Instant end) {
        if (tallies.isEmpty()) {
            return;
        }
        Instant earliest = later(periodStart, lastEnd).plusMillis(1);
        lastEnd = later(end, earliest);
        List<SdkCalls> closed = tallies.entrySet().stream()
                .map(entry -> toRecord(entry.getKey(), entry.getValue()))
                .toList();
        tallies.clear();
        due.addAll(closed);
        unpublished.put(lastEnd, closed);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private SdkCalls toRecord(Row row, Tally tally) {
        CallResult result = row.result();
        return SdkCalls.newBuilder()
                .setCorpId(corpId)
                .setPeriodStart(periodStart)
                .setPeriodEnd(lastEnd)
                .setFunction(result.function().nativeName())
                .setCode(result.code())
                .setErrcode(result.errcode())
                .setFailureClass(result.succeeded() ? null : result.failureClass())
                .setFault(row.fault().map(Fault::text).orElse(null))
                .setCount(tally.count())
                .setTotalMs(tally.took().toMillis())
                .build();
    }

    /** Calls that are counted together; the same code can have another fault above the limit of calls. */
    private record Row(CallResult result, Optional<Fault> fault) {}

    private record Tally(long count, Duration took) {

        Tally plus(Tally other) {
            return new Tally(count + other.count, took.plus(other.took));
        }
    }
}
