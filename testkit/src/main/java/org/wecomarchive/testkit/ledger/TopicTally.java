package org.wecomarchive.testkit.ledger;

/** What one topic holds, by (corp, seq). */
final class TopicTally {

    private final SeqSet all = new SeqSet();
    private final SeqSet live = new SeqSet();
    private final SeqSet repeated = new SeqSet();
    private final SeqSet current = new SeqSet();
    private long duplicates;

    void add(Entry entry) {
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

    /** Whatever was ever here. */
    SeqSet all() {
        return all;
    }

    /** What came in its turn. */
    SeqSet live() {
        return live;
    }

    /** What came in its turn more than once. */
    SeqSet repeated() {
        return repeated;
    }

    /** What is here and not taken back by a tombstone. */
    SeqSet current() {
        return current;
    }

    /** Extra live records of a (corp, seq). */
    long duplicates() {
        return duplicates;
    }
}
