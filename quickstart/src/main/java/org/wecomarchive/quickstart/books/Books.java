package org.wecomarchive.quickstart.books;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
public record Books(
        long source,
        Balance balance,
        Stored stored,
        long fetched,
        double seconds,
        Completeness completeness,
        List<String> waitsFor) {

    public Books {
        waitsFor = List.copyOf(waitsFor);
    }

    /** Whether everything there is was fetched. */
    public enum Completeness {
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
    public Books recounted(long newSource, Balance newBalance, Stored newStored, long before, List<String> problems) {
        List<String> all = new ArrayList<>(waitsFor);
        all.addAll(problems);
        return new Books(newSource, newBalance, newStored, newBalance.raw() - before, seconds, completeness, all);
    }

    /** Whether everything there is was fetched, and all of it has come to one end and lies in the stores. */
    public boolean balanced() {
        return completeness == Completeness.COMPLETE && booksBalance();
    }

    /** Balanced, and nothing waits for anybody. */
    public boolean succeeded() {
        return balanced() && waitsFor.isEmpty();
    }

    /** Whether what was fetched has come to one end each and lies in the stores. */
    public boolean booksBalance() {
        return balance.balancedWith(source) && stored.balanced();
    }

    /**
     * One JSON object on one line.
     *
     * @param faults how often each happened; empty where nothing was to go wrong
     */
    public String json(Map<String, Long> faults) {
        ObjectNode line = new JsonNodeFactory(true).objectNode();
        line.put("source", source)
                .put("raw", balance.raw())
                .put("events", balance.events())
                .put("parked", balance.parked())
                .put("deadLetters", balance.deadLetters())
                .put("erased", balance.erased())
                .put("duplicates", balance.duplicates())
                .put("outOfOrder", balance.outOfOrder());
        stored.counts().ifPresent(counts -> counts.addTo(line));
        line.put("balanced", balanced())
                .put("seconds", BigDecimal.valueOf(seconds).setScale(1, RoundingMode.HALF_UP))
                .put("recordsPerSecond", recordsPerSecond());
        if (!waitsFor.isEmpty()) {
            waitsFor.forEach(line.putArray("waitsFor")::add);
        }
        if (!faults.isEmpty()) {
            faults.forEach(line.putObject("faults")::put);
        }
        return line.toString();
    }

    private long recordsPerSecond() {
        return seconds > 0 ? Math.round(fetched / seconds) : 0;
    }
}
