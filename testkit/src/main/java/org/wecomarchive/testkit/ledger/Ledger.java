package org.wecomarchive.testkit.ledger;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The books: what raw, events, parked, dead letters and erased hold, by (corp, seq).
 *
 * <p>Records are added topic by topic in the order of their partitions; between partitions and topics any order will do.
 * Not safe for use by several threads.
 */
public final class Ledger {

    private final Map<Book, Tally> tallies = new EnumMap<>(Book.class);
    private final ConversationOrder order = new ConversationOrder();
    private long unidentified;

    /** A topic whose records the ledger counts. */
    public enum Book {
        RAW,
        EVENTS,
        PARKED,
        DEAD_LETTERS,
        ERASED
    }

    /** What one topic holds. */
    private static final class Tally {

        /** Whatever was ever here. */
        private final SeqSet all = new SeqSet();
        /** Live records. */
        private final SeqSet live = new SeqSet();
        /** Records that were live more than once. */
        private final SeqSet repeated = new SeqSet();
        /** What is here and not taken back by a tombstone. */
        private final SeqSet current = new SeqSet();
        /** Extra live records of a (corp, seq). */
        private long duplicates;

        void add(LedgerEntry entry) {
            if (entry.isTombstone()) {
                current.remove(entry.corp(), entry.seq());
                return;
            }
            all.add(entry.corp(), entry.seq());
            current.add(entry.corp(), entry.seq());
            if (entry.isLive() && !live.add(entry.corp(), entry.seq())) {
                repeated.add(entry.corp(), entry.seq());
                duplicates++;
            }
        }
    }

    /** A ledger without an entry. */
    public Ledger() {
        for (Book book : Book.values()) {
            tallies.put(book, new Tally());
        }
    }

    /** Enters a record. */
    public void add(Book book, LedgerEntry entry) {
        tallies.get(book).add(entry);
        if (book == Book.EVENTS) {
            order.add(entry);
        }
    }

    /** Enters a record that neither its headers nor its key identify. */
    public void addUnidentified() {
        unidentified++;
    }

    /** The counts as they stand. */
    public Balance balance() {
        SeqSet nowParked = nowParked();
        SeqSet nowDead = nowDead(nowParked);
        SeqSet nowErased = current(Book.ERASED);
        SeqSet outcomes = events().or(nowParked).or(nowDead).or(nowErased);
        return new Balance(
                raw().size(),
                events().minus(nowErased).size(),
                nowParked.size(),
                nowDead.size(),
                nowErased.size(),
                tallies.values().stream().mapToLong(tally -> tally.duplicates).sum(),
                order.violations(),
                raw().minus(outcomes).size(),
                outcomes.minus(raw()).size() + unidentified,
                contradictions().size());
    }

    /** Every (corp, seq) of the raw topic. */
    public SeqSet raw() {
        return all(Book.RAW);
    }

    /** Every (corp, seq) of the events topic. */
    public SeqSet events() {
        return all(Book.EVENTS);
    }

    /** What has been fetched and has no outcome. */
    public SeqSet withoutOutcome() {
        SeqSet nowParked = nowParked();
        return raw().minus(events().or(nowParked).or(nowDead(nowParked)).or(current(Book.ERASED)));
    }

    /** What has an outcome and was never fetched. */
    SeqSet withoutSource() {
        return events().or(current(Book.PARKED))
                .or(all(Book.DEAD_LETTERS))
                .or(current(Book.ERASED))
                .minus(raw());
    }

    /** Live in two places at once: a later step that moves a record says so in its delivery. */
    SeqSet contradictions() {
        SeqSet once = new SeqSet();
        SeqSet twice = new SeqSet();
        tallies.forEach((book, tally) -> {
            if (book != Book.RAW) {
                tally.live.forEach((corp, seq) -> {
                    if (!once.add(corp, seq)) {
                        twice.add(corp, seq);
                    }
                });
            }
        });
        return twice;
    }

    SeqSet repeated() {
        return tallies.values().stream().map(tally -> tally.repeated).reduce(new SeqSet(), SeqSet::or);
    }

    List<String> outOfOrder() {
        return order.examples();
    }

    long unidentified() {
        return unidentified;
    }

    private SeqSet all(Book book) {
        return tallies.get(book).all;
    }

    private SeqSet current(Book book) {
        return tallies.get(book).current;
    }

    private SeqSet nowParked() {
        return current(Book.PARKED).minus(events()).minus(current(Book.ERASED));
    }

    private SeqSet nowDead(SeqSet nowParked) {
        return all(Book.DEAD_LETTERS).minus(events()).minus(nowParked).minus(current(Book.ERASED));
    }
}
