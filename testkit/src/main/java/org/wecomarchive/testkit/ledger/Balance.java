package org.wecomarchive.testkit.ledger;

/**
 * Counts of distinct (corp, seq).
 *
 * @param raw fetched
 * @param events with an event, and not erased since
 * @param parked parked now: without a tombstone and without an event
 * @param deadLetters dead now: neither an event nor waiting
 * @param erased kept back by an erasure, published before or not
 * @param duplicates extra live records of one (corp, seq) in one topic, all topics together
 * @param outOfOrder live events of a conversation with falling seq within a partition
 * @param withoutOutcome fetched, without an outcome yet
 * @param withoutSource with an outcome but never fetched, or not identifiable
 * @param contradictions live in two outcome topics at once
 */
public record Balance(
        long raw,
        long events,
        long parked,
        long deadLetters,
        long erased,
        long duplicates,
        long outOfOrder,
        long withoutOutcome,
        long withoutSource,
        long contradictions) {

    /** Records with an outcome. */
    public long outcomes() {
        return events + parked + deadLetters + erased;
    }

    /** Every fetched record has exactly one outcome, nothing came twice or in the wrong order. */
    public boolean balanced() {
        return raw == outcomes()
                && duplicates == 0
                && outOfOrder == 0
                && withoutOutcome == 0
                && withoutSource == 0
                && contradictions == 0;
    }

    /** Balanced, and the source has exactly as many records as were fetched. */
    public boolean balancedWith(long source) {
        return source == raw && balanced();
    }
}
