package org.wecomarchive.quickstart;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wecomarchive.quickstart.stores.Stored;
import org.wecomarchive.testkit.ledger.Balance;

/**
 * How a run ended.
 *
 * @param source records that the source has, cumulative for the directory; what was fetched, where only WeCom knows
 * @param balance what the topics hold
 * @param stored what the stores hold of it
 * @param fetched records fetched in this run
 * @param seconds from the first fetch of this run to its last outcome
 */
record Outcome(long source, Balance balance, Stored stored, long fetched, double seconds) {

    boolean balanced() {
        return balance.balancedWith(source) && stored.balanced();
    }

    /**
     * One JSON object on one line.
     *
     * @param faults how often each happened; empty where nothing was to go wrong
     */
    String json(Map<String, Long> faults) {
        return String.format(
                Locale.ROOT,
                "{\"source\":%d,\"raw\":%d,\"events\":%d,\"parked\":%d,\"deadLetters\":%d,\"erased\":%d,\"duplicates\":%d,"
                        + "\"outOfOrder\":%d%s,\"balanced\":%b,\"seconds\":%.1f,\"recordsPerSecond\":%d%s}",
                source,
                balance.raw(),
                balance.events(),
                balance.parked(),
                balance.deadLetters(),
                balance.erased(),
                balance.duplicates(),
                balance.outOfOrder(),
                stored.counts().json(),
                balanced(),
                seconds,
                recordsPerSecond(),
                faults.isEmpty() ? "" : ",\"faults\":" + json(faults.entrySet()));
    }

    /** The names are the simulator's and need no escape. */
    private static String json(Set<Map.Entry<String, Long>> faults) {
        return faults.stream()
                .map(fault -> "\"" + fault.getKey() + "\":" + fault.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private long recordsPerSecond() {
        return seconds > 0 ? Math.round(fetched / seconds) : 0;
    }
}
