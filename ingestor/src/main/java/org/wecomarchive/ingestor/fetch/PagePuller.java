package org.wecomarchive.ingestor.fetch;

import java.util.Optional;
import java.util.OptionalLong;
import org.wecomarchive.callledger.CallBudget;
import org.wecomarchive.callledger.CallLedger;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.page.BrokenSequenceException;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.UnreadablePageException;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.recovery.UnfetchableRecord;

/**
 * Pulls pages with the page limit of the moment, and decides what a page that fails asks for.
 *
 * <p>A page that fails again and again while {@linkplain PageEvidence another record} can be fetched is asked for with half as
 * many records, until those in front of the one that causes it arrive, and that one is alone. Alone it stops the task, with a
 * message that names it: to skip a seq is a person's decision. One that is only late waits for a person.
 *
 * <p>A page that is too large is asked for again at once with half as many records.
 *
 * <p>A page in a wrong order, and a code that is fatal, are asked for again on a new session before they stop the task: as
 * nothing of them is published, that costs nothing.
 */
final class PagePuller {

    private static final int FURTHER_TRIES = 3;

    private final PageCalls calls;
    private final PageLimit limit;
    private final IngestMetrics metrics;
    private final Timing timing;
    private final PageEvidence evidence = new PageEvidence();
    private int refusals;

    PagePuller(
            Archive archive,
            CallBudget budget,
            PageLimit limit,
            CallLedger ledger,
            IngestMetrics metrics,
            Timing timing) {
        this.calls = new PageCalls(archive, budget, ledger, metrics, timing);
        this.limit = limit;
        this.metrics = metrics;
        this.timing = timing;
    }

    /**
     * The page after {@code seq}; it arrived, and its errcode is 0.
     *
     * @throws BrokenSequenceException when WeCom broke the order of seqs again and again
     * @throws FatalIngestException when the record behind {@code seq} cannot be fetched, but others can
     */
    FetchedPage pull(long seq) throws SdkException, InterruptedException {
        Optional<FetchedPage> page = attempt(seq);
        while (page.isEmpty()) {
            page = attempt(seq);
        }
        return page.get();
    }

    /** The first seq that WeCom has after another one, if any; neither the page limit nor the position depends on it. */
    OptionalLong firstAfter(long seq) throws SdkException, InterruptedException {
        return calls.fetch(seq, 1).page().firstSeq();
    }

    /** Empty if less is to be asked for at once: the limit is smaller now. */
    private Optional<FetchedPage> attempt(long seq) throws SdkException, InterruptedException {
        boolean othersArrive = evidence.needsControl() && fetchControl(seq);
        try {
            FetchedPage page = calls.fetch(seq, limit.current());
            refusals = 0;
            evidence.arrived(seq, page.page());
            limit.grow(timing.elapsed());
            metrics.pageLimit(limit.current());
            return Optional.of(page);
        } catch (BrokenSequenceException e) {
            countRefusal(e);
            throw again(SdkFunction.GET_CHAT_DATA, 0, e.getMessage());
        } catch (SdkException e) {
            PageFault fault = PageFault.of(e, calls.late());
            if (fault == PageFault.ENVIRONMENT) {
                throw toBeRetried(e);
            }
            if (limit.current() == 1) {
                throw giveUp(e, seq, fault, othersArrive);
            }
            return askForLess(e, fault, othersArrive);
        }
    }

    /** Whether another record arrived; a control that fails is the environment's failure. */
    private boolean fetchControl(long seq) throws SdkException, InterruptedException {
        long other = evidence.controlFor(seq);
        try {
            boolean arrived =
                    evidence.controlArrived(seq, other, calls.fetch(other, 1).page());
            refusals = 0;
            return arrived;
        } catch (BrokenSequenceException e) {
            evidence.controlFailed();
            countRefusal(e);
            throw again(SdkFunction.GET_CHAT_DATA, 0, e.getMessage());
        } catch (SdkException e) {
            if (PageCalls.wasMade(e)) {
                evidence.controlFailed();
            }
            throw toBeRetried(e);
        }
    }

    private Optional<FetchedPage> askForLess(SdkException failure, PageFault fault, boolean othersArrive)
            throws SdkException {
        boolean atOnce = true;
        if (fault == PageFault.TOO_LARGE) {
            limit.refuse(timing.elapsed());
        } else {
            evidence.failed();
            atOnce = othersArrive && fault == PageFault.UNKNOWN;
            if (atOnce || fault == PageFault.LATE || failure.failureClass() == FailureClass.CRASH) {
                limit.shrink();
            }
        }
        metrics.pageLimit(limit.current());
        if (atOnce) {
            return Optional.empty();
        }
        throw toBeRetried(failure);
    }

    /** The page is one record: there is no less to ask for. */
    private SdkException giveUp(SdkException failure, long seq, PageFault fault, boolean othersArrive)
            throws SdkException {
        evidence.failed();
        boolean proven = othersArrive && evidence.strike();
        if (proven && fault == PageFault.LATE) {
            return operators(
                    failure,
                    "the first record after seq " + seq + " does not arrive within call.timeout.ms, even alone, while"
                            + " others do: raise it");
        }
        String sentence = new UnfetchableRecord(seq).sentence(trouble(failure));
        if (proven) {
            throw new FatalIngestException(sentence);
        }
        return fault == PageFault.TOO_LARGE ? operators(failure, sentence) : toBeRetried(failure);
    }

    private static SdkException operators(SdkException failure, String sentence) {
        return new SdkException(failure.function(), failure.code(), FailureClass.OPERATOR, sentence);
    }

    private static String trouble(SdkException failure) {
        if (failure instanceof SdkCrashException crash) {
            return (crash.kind() == SdkCrashException.Kind.ABORTED
                            ? "crashes the library"
                            : "ends the library's process")
                    + " whenever it is fetched: keep the library's version for the vendor's support";
        }
        if (failure.isTooLarge()) {
            return "is larger than one answer may be, even alone: report it to WeCom's support";
        }
        return "cannot be fetched, while others can: "
                + (failure.getCause() instanceof UnreadablePageException unreadable
                        ? unreadable.getMessage()
                        : failure.getMessage());
    }

    private SdkException toBeRetried(SdkException failure) throws SdkException {
        if (failure.failureClass() != FailureClass.FATAL) {
            return failure;
        }
        countRefusal(failure);
        return again(failure.function(), failure.code(), failure.remedy());
    }

    /** Throws the refusal itself once it has come too often in a row. */
    private <E extends Exception> void countRefusal(E refusal) throws E {
        if (++refusals > FURTHER_TRIES) {
            throw refusal;
        }
        calls.dropSession();
    }

    private SdkException again(SdkFunction function, int code, String remedy) {
        return new SdkException(
                function,
                code,
                FailureClass.TRANSIENT,
                remedy + "; it is tried again with a new session, " + refusals + " of " + FURTHER_TRIES);
    }
}
