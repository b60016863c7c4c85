package org.wecomarchive.ingestor.fetch;

import java.util.OptionalLong;
import org.wecomarchive.ingestor.page.Page;

/**
 * Tells a record that cannot be fetched from an environment in which nothing can.
 *
 * <p>Before a page that has failed several times in a row is asked for again, another record is: the control. If that fails,
 * nothing is said about the page. If it arrives and the page fails right after it, the fault is the page's: that is a strike
 * against its one record if the page was asked for with limit 1.
 *
 * <p>A control is the first record of the last page that arrived; without one it is {@linkplain ControlSearch looked for}. For
 * the fetch thread only.
 */
final class PageEvidence {

    private static final int FAILURES_BEFORE_CONTROL = 2;
    private static final int STRIKES = 3;

    private int failures;
    private int strikes;
    private OptionalLong known = OptionalLong.empty();
    private ControlSearch search = new ControlSearch();

    /** The page after {@code seq} arrived. */
    void arrived(long seq, Page page) {
        failures = 0;
        strikes = 0;
        search = new ControlSearch();
        if (!page.caughtUp()) {
            known = OptionalLong.of(seq);
        }
    }

    /** The page failed, and it may be its own fault. */
    void failed() {
        failures++;
    }

    /** Whether a control must come before the page is asked for again. */
    boolean needsControl() {
        return failures >= FAILURES_BEFORE_CONTROL;
    }

    /** The seq to ask for a control with, limit 1, while the page after {@code seq} fails. */
    long controlFor(long seq) {
        return known.orElseGet(() -> search.place(seq));
    }

    /**
     * The control arrived.
     *
     * @param seq that of the page that fails
     * @param asked what the control was asked for with
     * @return whether it shows that records can be fetched; the first record behind {@code seq} itself does not
     */
    boolean controlArrived(long seq, long asked, Page control) {
        OptionalLong first = control.firstSeq();
        boolean another = first.isPresent() && (asked > seq || first.getAsLong() <= seq);
        if (another) {
            known = OptionalLong.of(asked);
            return true;
        }
        if (known.isEmpty() && first.isEmpty()) {
            search.foundNothing();
        } else {
            lookElsewhere();
        }
        return false;
    }

    /** The control failed: it is the environment's fault, or that of the same record. */
    void controlFailed() {
        strikes = 0;
        lookElsewhere();
    }

    private void lookElsewhere() {
        if (known.isPresent()) {
            known = OptionalLong.empty();
        } else {
            search.failed();
        }
    }

    /** A page of one record failed right after a control arrived; says whether that was often enough for a verdict. */
    boolean strike() {
        return ++strikes >= STRIKES;
    }
}
