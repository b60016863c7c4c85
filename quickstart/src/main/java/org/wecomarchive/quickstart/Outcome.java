package org.wecomarchive.quickstart;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wecomarchive.quickstart.stores.StoreCounts;
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
 * @param completeness whether the source is known to have no more
 * @param waitsFor what keeps the pipeline from going on, a sentence each; empty while nothing does
 */
record Outcome(
        long source,
        Balance balance,
        Stored stored,
        long fetched,
        double seconds,
        Completeness completeness,
        List<String> waitsFor) {

    Outcome {
        waitsFor = List.copyOf(waitsFor);
    }

    /** Whether everything there is was fetched. */
    enum Completeness {
        COMPLETE,
        /** WeCom has not said that it has nothing more. */
        UNKNOWN
    }

    /**
     * The same run, counted once more.
     *
     * @param before raw records of earlier runs
     * @param problems what was not possible meanwhile
     */
    Outcome recounted(long newSource, Balance newBalance, Stored newStored, long before, List<String> problems) {
        List<String> all = new ArrayList<>(waitsFor);
        all.addAll(problems);
        return new Outcome(newSource, newBalance, newStored, newBalance.raw() - before, seconds, completeness, all);
    }

    /** Whether everything there is was fetched, and all of it has come to one end and lies in the stores. */
    boolean balanced() {
        return completeness == Completeness.COMPLETE && booksBalance();
    }

    /** Balanced, and nothing waits for anybody. */
    boolean succeeded() {
        return balanced() && waitsFor.isEmpty();
    }

    /** Whether what was fetched has come to one end each and lies in the stores. */
    boolean booksBalance() {
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
                        + "\"outOfOrder\":%d%s,\"balanced\":%b,\"seconds\":%.1f,\"recordsPerSecond\":%d%s%s}",
                source,
                balance.raw(),
                balance.events(),
                balance.parked(),
                balance.deadLetters(),
                balance.erased(),
                balance.duplicates(),
                balance.outOfOrder(),
                stored.counts().map(StoreCounts::json).orElse(""),
                balanced(),
                seconds,
                recordsPerSecond(),
                waitsFor.isEmpty() ? "" : ",\"waitsFor\":" + texts(waitsFor),
                faults.isEmpty() ? "" : ",\"faults\":" + json(faults.entrySet()));
    }

    private static String texts(List<String> texts) {
        return texts.stream()
                .map(text -> "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
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
