package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.Optional;
import org.wecomarchive.financesdk.FailureClass;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.calls.CallLedger;
import org.wecomarchive.ingestor.calls.CallResult;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.CallBudget;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.page.PageParser;
import org.wecomarchive.ingestor.page.UnreadablePageException;

/**
 * Makes calls within the budget, with the page limit of the moment, each of them counted in the ledger.
 *
 * <p>A page that crashes the library twice in a row at limit 1 is fatal: the record behind it cannot be fetched, and to skip
 * a seq is a person's decision. Only a crash of native code in that very call counts: networks hang, and processes are killed.
 *
 * <p>A page that WeCom calls too large is asked for again at once with half as many records. One record that is too large alone
 * waits for a person.
 */
final class PagePuller {

    private static final int UNREADABLE = 10002;
    private static final int TOO_LARGE = 301058;
    private static final int STRIKES = 2;

    private final Archive archive;
    private final CallBudget budget;
    private final PageLimit limit;
    private final CallLedger ledger;
    private final IngestMetrics metrics;
    private final Timing timing;
    private final PageParser parser = new PageParser();
    private int strikes;

    PagePuller(
            Archive archive,
            CallBudget budget,
            PageLimit limit,
            CallLedger ledger,
            IngestMetrics metrics,
            Timing timing) {
        this.archive = archive;
        this.budget = budget;
        this.limit = limit;
        this.ledger = ledger;
        this.metrics = metrics;
        this.timing = timing;
    }

    /** The page after {@code seq}; it arrived, and its errcode is 0. */
    Page pull(long seq) throws SdkException, InterruptedException {
        Optional<Page> page = attempt(seq);
        while (page.isEmpty()) {
            page = attempt(seq);
        }
        return page.get();
    }

    /** Empty if the page was too large: the limit is smaller now. */
    private Optional<Page> attempt(long seq) throws SdkException, InterruptedException {
        budget.acquire();
        open();
        Duration began = timing.elapsed();
        Page page = read(call(seq, began), seq, began);
        if (page.errcode() == TOO_LARGE) {
            askForLess(seq);
            return Optional.empty();
        }
        strikes = 0;
        limit.grow(timing.elapsed());
        metrics.pageLimit(limit.current());
        return Optional.of(page);
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

    private void open() throws SdkException {
        Duration began = timing.elapsed();
        try {
            if (archive.open()) {
                count(CallResult.success(SdkFunction.INIT), began);
            }
        } catch (SdkException e) {
            countRefusal(e, began);
            throw e;
        }
    }

    private byte[] call(long seq, Duration began) throws SdkException {
        try {
            return archive.fetchPage(seq, limit.current());
        } catch (SdkCrashException e) {
            countRefusal(e, began);
            if (e.function() == SdkFunction.GET_CHAT_DATA) {
                strike(e, seq);
            }
            throw e;
        } catch (SdkException e) {
            countRefusal(e, began);
            shrinkIfLate(began);
            throw e;
        }
    }

    private void shrinkIfLate(Duration began) {
        if (timing.elapsed().minus(began).compareTo(archive.callTimeout()) >= 0) {
            shrink();
        }
    }

    private void shrink() {
        limit.shrink();
        metrics.pageLimit(limit.current());
    }

    private Page read(byte[] content, long seq, Duration began) throws SdkException {
        Page page;
        try {
            page = parser.parse(content, seq);
        } catch (UnreadablePageException e) {
            SdkException unreadable = SdkException.ofCode(SdkFunction.GET_CHAT_DATA, UNREADABLE);
            unreadable.initCause(e);
            count(CallResult.refused(SdkFunction.GET_CHAT_DATA, UNREADABLE, unreadable.failureClass()), began);
            throw unreadable;
        }
        if (page.errcode() == TOO_LARGE) {
            count(CallResult.declined(SdkFunction.GET_CHAT_DATA, TOO_LARGE, FailureClass.TRANSIENT), began);
            return page;
        }
        if (page.errcode() != 0) {
            SdkException declined = SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, page.errcode());
            count(CallResult.declined(SdkFunction.GET_CHAT_DATA, page.errcode(), declined.failureClass()), began);
            if (declined.needsNewSession()) {
                archive.dropSession();
            }
            throw declined;
        }
        count(CallResult.success(SdkFunction.GET_CHAT_DATA), began);
        return page;
    }

    private void strike(SdkCrashException crash, long seq) {
        boolean byThePage = crash.kind() == SdkCrashException.Kind.ABORTED;
        if (limit.current() == 1 && byThePage && ++strikes >= STRIKES) {
            throw new FatalIngestException(
                    "the first record after seq " + seq
                            + " crashes the library whenever it is fetched: keep the library's"
                            + " version for the vendor's support; to go on without it, for ever: archivectl skip --connector <name>"
                            + " --corp <corp id> --through " + (seq + 1)
                            + " --why <text>, with a higher --through if that"
                            + " is not enough, for seqs have gaps",
                    crash);
        }
        if (crash.kind() != SdkCrashException.Kind.NOT_STARTED) {
            shrink();
        }
    }

    /** A call that did not leave this process is none. */
    private void countRefusal(SdkException e, Duration began) {
        boolean made = !(e instanceof SdkCrashException crash) || crash.kind() != SdkCrashException.Kind.NOT_STARTED;
        if (made) {
            count(CallResult.refused(e.function(), e.code(), e.failureClass()), began);
        }
    }

    private void count(CallResult result, Duration began) {
        Duration took = timing.elapsed().minus(began);
        ledger.count(result, took);
        metrics.called(result, took);
    }
}
