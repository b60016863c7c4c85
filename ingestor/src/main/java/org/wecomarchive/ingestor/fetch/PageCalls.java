package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.time.Instant;
import org.wecomarchive.callledger.CallBudget;
import org.wecomarchive.callledger.CallLedger;
import org.wecomarchive.callledger.CallResult;
import org.wecomarchive.financesdk.SdkCrashException;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.financesdk.SdkFunction;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.page.BrokenSequenceException;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.page.PageParser;
import org.wecomarchive.ingestor.page.UnreadablePageException;
import org.wecomarchive.recovery.Timing;

/** Single calls for pages: within the budget, on an open session, each of them counted in the ledger. */
final class PageCalls {

    private static final int UNREADABLE = 10002;

    private final Archive archive;
    private final CallBudget budget;
    private final CallLedger ledger;
    private final IngestMetrics metrics;
    private final Timing timing;
    private final PageParser parser = new PageParser();
    private Duration lastTook = Duration.ZERO;

    PageCalls(Archive archive, CallBudget budget, CallLedger ledger, IngestMetrics metrics, Timing timing) {
        this.archive = archive;
        this.budget = budget;
        this.ledger = ledger;
        this.metrics = metrics;
        this.timing = timing;
    }

    /**
     * The page after {@code seq}; its errcode is 0.
     *
     * @throws SdkException when opening the session or the call fails, when the errcode is another one, and with 10002 when
     *     the page cannot be read
     * @throws BrokenSequenceException when the page's seqs cannot be trusted
     */
    FetchedPage fetch(long seq, int limit) throws SdkException, InterruptedException {
        budget.acquire();
        open();
        Instant asked = timing.now();
        Duration began = timing.elapsed();
        byte[] content = call(seq, limit, began);
        Page page = read(content, seq, began);
        if (page.errcode() != 0) {
            SdkException declined = SdkException.ofErrcode(SdkFunction.GET_CHAT_DATA, page.errcode());
            count(CallResult.declined(SdkFunction.GET_CHAT_DATA, page.errcode(), declined.failureClass()), began);
            if (declined.needsNewSession()) {
                archive.dropSession();
            }
            throw declined;
        }
        count(CallResult.success(SdkFunction.GET_CHAT_DATA), began);
        return new FetchedPage(page, limit, asked);
    }

    /** Whether the last call took as long as a call may. */
    boolean late() {
        return lastTook.compareTo(archive.callTimeout()) >= 0;
    }

    /** Makes the next call open a new session. */
    void dropSession() {
        archive.dropSession();
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

    private byte[] call(long seq, int limit, Duration began) throws SdkException {
        try {
            return archive.fetchPage(seq, limit);
        } catch (SdkException e) {
            countRefusal(e, began);
            throw e;
        }
    }

    /** A page that cannot be used counts as if the library had said so. */
    private Page read(byte[] content, long seq, Duration began) throws SdkException {
        SdkException unreadable = SdkException.ofCode(SdkFunction.GET_CHAT_DATA, UNREADABLE);
        try {
            return parser.parse(content, seq);
        } catch (UnreadablePageException e) {
            countRefusal(unreadable, began);
            unreadable.initCause(e);
            throw unreadable;
        } catch (BrokenSequenceException e) {
            countRefusal(unreadable, began);
            throw e;
        }
    }

    /** Whether the call left this process. */
    static boolean wasMade(SdkException failure) {
        return !(failure instanceof SdkCrashException crash) || crash.kind() != SdkCrashException.Kind.NOT_STARTED;
    }

    private void countRefusal(SdkException e, Duration began) {
        if (wasMade(e)) {
            count(CallResult.refused(e.function(), e.code(), e.failureClass()), began);
        }
    }

    private void count(CallResult result, Duration began) {
        lastTook = timing.elapsed().minus(began);
        ledger.count(result, lastTook);
        metrics.called(result, lastTook);
    }
}
