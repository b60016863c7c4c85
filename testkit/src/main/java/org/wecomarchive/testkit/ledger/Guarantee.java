package org.wecomarchive.testkit.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A promise of the pipeline, checked on the content of its topics.
 *
 * <p>Notation: {@code r} raw, {@code e} event, {@code p} parked, {@code p̶} tombstone of a parked record, {@code d}
 * dead letter, each with its seq; live unless it says otherwise. The source holds 1, 2, 3.
 */
public enum Guarantee {

    /**
     * Every record of the source was fetched, and every fetched record has an outcome.
     *
     * <pre>
     * valid    r1 r2 r3 e1 p2 d3
     * valid    r1 r2 r3 e1 p2 e2(released) p̶2 d3
     * valid    r1 r2 r3 e1 e2 e3 r2(replayed) e2(replayed)
     * invalid  r1 r3 e1 e3              2 was never fetched
     * invalid  r1 r2 r3 e1 e3           2 has no outcome
     * invalid  r1 r2 r3 e1 p2 p̶2 e3     2 was taken out of parked and put nowhere
     * </pre>
     */
    NO_LOSS {
        @Override
        public List<String> violations(Ledger ledger, SeqSet source) {
            List<String> found = new ArrayList<>();
            report(found, "not fetched", source.minus(ledger.raw()));
            report(found, "without outcome", ledger.withoutOutcome());
            return found;
        }
    },

    /**
     * No topic holds two live records of one (corp, seq), and none holds what the source never had.
     *
     * <pre>
     * valid    r1 r2 r3 e1 e2 e3
     * valid    r1 r2 r3 e1 e2 e3 r1(replayed) e1(replayed)
     * valid    r1 r2 r3 e1 p2 e2(released) p̶2 e3
     * invalid  r1 r2 r2 r3 e1 e2 e3     2 was fetched twice
     * invalid  r1 r2 r3 e1 e2 e2 e3     2 became two events
     * invalid  r1 r2 r3 e1 e2 e3 e4     nobody sent 4
     * </pre>
     */
    NO_DUPLICATE {
        @Override
        public List<String> violations(Ledger ledger, SeqSet source) {
            List<String> found = new ArrayList<>();
            report(found, "live more than once", ledger.repeated());
            report(found, "not of the source", ledger.raw().minus(source));
            report(found, "never fetched", ledger.withoutSource());
            if (ledger.unidentified() > 0) {
                found.add(ledger.unidentified() + " records without corp and seq");
            }
            return found;
        }
    },

    /**
     * The live events of a conversation rise in seq within a partition. Here 1, 2, 3 are of one conversation.
     *
     * <pre>
     * valid    e1 e2 e3
     * valid    e1 e3                    2 is parked, or dead
     * valid    e1 e3 e2(released)       late, and says so
     * valid    e1 e3 e1(replayed)
     * invalid  e1 e3 e2
     * </pre>
     */
    PER_CONVERSATION_ORDER {
        @Override
        public List<String> violations(Ledger ledger, SeqSet source) {
            return ledger.outOfOrder();
        }
    },

    /**
     * No record has two outcomes at once.
     *
     * <pre>
     * valid    e1 p2 d3
     * valid    p2 e2(released) p̶2
     * valid    p2 d2(released) p̶2
     * valid    d3 e3(redriven)
     * invalid  e1 d1
     * invalid  p2 e2                    an event that does not say that it was parked
     * </pre>
     */
    ONE_OUTCOME {
        @Override
        public List<String> violations(Ledger ledger, SeqSet source) {
            List<String> found = new ArrayList<>();
            report(found, "live in two places", ledger.contradictions());
            return found;
        }
    };

    private static final int EXAMPLES = 10;

    /**
     * What breaks the promise; empty if it is kept.
     *
     * @param source every (corp, seq) that the source has shown
     */
    public abstract List<String> violations(Ledger ledger, SeqSet source);

    private static void report(List<String> found, String what, SeqSet which) {
        if (which.size() > 0) {
            found.add(which.size() + " " + what + ", for example " + which.some(EXAMPLES));
        }
    }
}
