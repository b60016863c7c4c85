package org.wecomarchive.ingestor.fetch;

import java.util.Optional;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.calls.CallLedger;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.CallBudget;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.page.BrokenSequenceException;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.recovery.RedactedException;
import org.wecomarchive.recovery.UnfetchableRecord;

/**
 * Pulls pages with the page limit of the moment, and decides what a page that fails asks for.
 *
 * <p>A page that crashes the library twice in a row at limit 1 is fatal: the record behind it cannot be fetched, and to skip
 * a seq is a person's decision. Only a crash of native code in that very call counts: networks hang, and processes are killed.
 *
 * <p>A page that WeCom calls too large is asked for again at once with half as many records. One record that is too large alone
 * waits for a person.
 *
 * <p>A page in a wrong order, and a code that is fatal, are asked for again on a new session before they stop the task: as
 * nothing of them is published, that costs nothing.
 */
final class PagePuller {

    private static final int TOO_LARGE = 301058;
    private static final int STRIKES = 2;
    private static final int FURTHER_TRIES = 3;

    private final PageCalls calls;
    private final PageLimit limit;
    private final IngestMetrics metrics;
    private final Timing timing;
    private int strikes;
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
     */
    FetchedPage pull(long seq) throws SdkException, InterruptedException {
        Optional<FetchedPage> page = attempt(seq);
        while (page.isEmpty()) {
            page = attempt(seq);
        }
        return page.get();
    }

    /** Empty if the page was too large: the limit is smaller now. */
    private Optional<FetchedPage> attempt(long seq) throws SdkException, InterruptedException {
        try {
            FetchedPage page = calls.fetch(seq, limit.current());
            strikes = 0;
            refusals = 0;
            limit.grow(timing.elapsed());
            metrics.pageLimit(limit.current());
            return Optional.of(page);
        } catch (BrokenSequenceException e) {
            countRefusal(e);
            throw again(SdkFunction.GET_CHAT_DATA, 0, e.getMessage());
        } catch (SdkCrashException e) {
            if (e.function() == SdkFunction.GET_CHAT_DATA) {
                strike(e, seq);
            }
            throw e;
        } catch (SdkException e) {
            if (e.code() == TOO_LARGE) {
                askForLess(seq);
                return Optional.empty();
            }
            if (e.function() == SdkFunction.GET_CHAT_DATA && calls.late()) {
                shrink();
            }
            if (e.failureClass() == FailureClass.FATAL) {
                countRefusal(e);
                throw again(e.function(), e.code(), e.remedy());
            }
            throw e;
        }
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

    private void askForLess(long seq) throws SdkException {
        if (limit.current() == 1) {
            throw new SdkException(
                    SdkFunction.GET_CHAT_DATA,
                    TOO_LARGE,
                    FailureClass.OPERATOR,
                    "the first record after seq " + seq + " is larger than WeCom answers with, even alone: report it to"
                            + " WeCom's support");
        }
        limit.refuse(timing.elapsed());
        metrics.pageLimit(limit.current());
    }

    private void shrink() {
        limit.shrink();
        metrics.pageLimit(limit.current());
    }

    private void strike(SdkCrashException crash, long seq) {
        boolean byThePage = crash.kind() == SdkCrashException.Kind.ABORTED;
        if (limit.current() == 1 && byThePage && ++strikes >= STRIKES) {
            throw new FatalIngestException(
                    new UnfetchableRecord(seq)
                            .sentence("crashes the library whenever it is fetched: keep the library's version for the"
                                    + " vendor's support"),
                    RedactedException.of(crash));
        }
        if (crash.kind() != SdkCrashException.Kind.NOT_STARTED) {
            shrink();
        }
    }
}
