package org.wecomarchive.testkit.ledger;

import java.util.List;

/**
 * The books: what raw, events, parked, dead letters and erased hold, by (corp, seq).
 *
 * <p>Records are added topic by topic in the order of their partitions; between partitions and topics any order will do.
 * Not safe for use by several threads.
 */
public final class Ledger {

    private final TopicTally raw = new TopicTally();
    private final TopicTally events = new TopicTally();
    private final TopicTally parked = new TopicTally();
    private final TopicTally deadLetters = new TopicTally();
    private final TopicTally erased = new TopicTally();
    private final ConversationOrder order = new ConversationOrder();
    private long unidentified;

    /** A topic whose records the ledger counts. */
    public enum Book {
        RAW {
            @Override
            void add(Ledger ledger, Entry entry) {
                ledger.raw.add(entry);
            }
        },
        EVENTS {
            @Override
            void add(Ledger ledger, Entry entry) {
                ledger.events.add(entry);
                ledger.order.add(entry);
            }
        },
        PARKED {
            @Override
            void add(Ledger ledger, Entry entry) {
                ledger.parked.add(entry);
            }
        },
        DEAD_LETTERS {
            @Override
            void add(Ledger ledger, Entry entry) {
                ledger.deadLetters.add(entry);
            }
        },
        ERASED {
            @Override
            void add(Ledger ledger, Entry entry) {
                ledger.erased.add(entry);
            }
        };

        abstract void add(Ledger ledger, Entry entry);
    }

    /** Enters a record. */
    public void add(Book book, Entry entry) {
        book.add(this, entry);
    }

    /** Enters a record that tells neither by headers nor by key which one it is. */
    public void addUnidentified() {
        unidentified++;
    }

    /** The counts as they stand. */
    public Balance balance() {
        SeqSet nowParked = nowParked();
        SeqSet nowDead = nowDead(nowParked);
        SeqSet nowErased = erased.current();
        SeqSet outcomes = events.all().or(nowParked).or(nowDead).or(nowErased);
        return new Balance(
                raw.all().size(),
                events.all().minus(nowErased).size(),
                nowParked.size(),
                nowDead.size(),
                nowErased.size(),
                duplicates(),
                order.violations(),
                raw.all().minus(outcomes).size(),
                outcomes.minus(raw.all()).size() + unidentified,
                contradictions().size());
    }

    /** Every (corp, seq) of the raw topic. */
    public SeqSet raw() {
        return raw.all();
    }

    /** Every (corp, seq) of the events topic. */
    public SeqSet events() {
        return events.all();
    }

    /** What has been fetched and has no outcome. */
    public SeqSet withoutOutcome() {
        SeqSet nowParked = nowParked();
        return raw.all().minus(events.all().or(nowParked).or(nowDead(nowParked)).or(erased.current()));
    }

    /** What has an outcome and was never fetched. */
    SeqSet withoutSource() {
        return events.all()
                .or(parked.current())
                .or(deadLetters.all())
                .or(erased.current())
                .minus(raw.all());
    }

    /** Live in two places at once: a later step that moves a record says so in its delivery. */
    SeqSet contradictions() {
        return events.live()
                .and(parked.live())
                .or(events.live().and(deadLetters.live()))
                .or(parked.live().and(deadLetters.live()))
                .or(erased.live().and(events.live().or(parked.live()).or(deadLetters.live())));
    }

    SeqSet repeated() {
        return raw.repeated()
                .or(events.repeated())
                .or(parked.repeated())
                .or(deadLetters.repeated())
                .or(erased.repeated());
    }

    List<String> outOfOrder() {
        return order.examples();
    }

    long unidentified() {
        return unidentified;
    }

    private long duplicates() {
        return raw.duplicates()
                + events.duplicates()
                + parked.duplicates()
                + deadLetters.duplicates()
                + erased.duplicates();
    }

    private SeqSet nowParked() {
        return parked.current().minus(events.all()).minus(erased.current());
    }

    private SeqSet nowDead(SeqSet nowParked) {
        return deadLetters.all().minus(events.all()).minus(nowParked).minus(erased.current());
    }
}
