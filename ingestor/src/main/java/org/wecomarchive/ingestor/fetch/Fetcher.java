package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.ingestor.calls.CallLedger;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Pulls one corp's archive in a thread of its own.
 *
 * <p>{@link #take} never waits longer than it is told, whatever the thread is waiting for, and about two seconds more where
 * the brokers do not say whether the corp is still ours. {@link #close} is idempotent and
 * takes at most about six seconds, also while a native call hangs.
 */
public final class Fetcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fetcher.class);
    private static final long JOIN_MS = 1500;

    private final Archive archive;
    private final Beginning beginning;
    private final HandOff handOff;
    private final FetchLoop loop;
    private final CallLedger ledger;
    private final SourceRecords records;
    private final Thread thread;

    private Fetcher(
            Archive archive,
            Beginning beginning,
            HandOff handOff,
            FetchLoop loop,
            CallLedger ledger,
            SourceRecords records) {
        this.archive = archive;
        this.beginning = beginning;
        this.ledger = ledger;
        this.records = records;
        this.handOff = handOff;
        this.loop = loop;
        String corpId = archive.corpId();
        Map<String, String> logContext = LogContext.current();
        this.thread = new Thread(() -> runWithContext(logContext, corpId, loop), "wecom-fetch-" + corpId);
        this.thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param archive where to pull from; closed with this object
     * @param beginning where to go on, and whether that is still right; its {@code confirm} is called by whoever takes
     * @param records what to make of pages
     * @param gaps finds what WeCom has dropped
     * @param pacing how fast
     * @param recoveries report what fails
     */
    public static Fetcher start(
            Archive archive,
            Beginning beginning,
            SourceRecords records,
            GapDetector gaps,
            FetchPacing pacing,
            IngestMetrics metrics,
            Recoveries recoveries) {
        Timing timing = pacing.timing();
        HandOff handOff = new HandOff(pacing.buffer().pages(), pacing.buffer().bytes());
        CallLedger ledger = new CallLedger(archive.corpId(), timing);
        PageLimit limit = pacing.newPageLimit();
        metrics.pageLimit(limit.current());
        PagePuller puller = new PagePuller(archive, pacing.newCallBudget(), limit, ledger, metrics, timing);
        Recovery recovery =
                recoveries.open("fetching", pacing.newBackoff(), pacing.pauses().operatorProbe());
        FetchLoop loop = new FetchLoop(
                beginning,
                first -> new Intake(first, records, gaps, handOff, metrics),
                puller,
                ledger,
                new FetchLoop.Waits(pacing.newIdlePauses(), recovery, timing),
                handOff,
                metrics);
        Fetcher fetcher = new Fetcher(archive, beginning, handOff, loop, ledger, records);
        fetcher.thread.start();
        return fetcher;
    }

    private static void runWithContext(Map<String, String> logContext, String corpId, FetchLoop loop) {
        LogContext context = LogContext.open(logContext, corpId);
        try (context) {
            loop.run();
        }
    }

    /**
     * As {@link HandOff#take}, if the batch may still become visible; however long ago it was fetched.
     *
     * @throws FatalIngestException when it may not: whatever was fetched is discarded
     * @throws ConnectException when nobody can tell, and a restart may
     */
    public List<SourceRecord> take(Duration atMost) throws InterruptedException {
        List<SourceRecord> batch = handOff.take(atMost);
        if (!batch.isEmpty()) {
            confirm();
        }
        return batch;
    }

    private void confirm() throws InterruptedException {
        try {
            beginning.confirm();
        } catch (InterruptException e) {
            throw new InterruptedException("interrupted while asking whether the corp is still ours");
        } catch (ConnectException e) {
            throw e;
        } catch (RuntimeException e) {
            FatalIngestException fatal = IngestFailures.fatal(e);
            log.error("stopped for good: {}", fatal.getMessage());
            throw fatal;
        }
    }

    /** A record that {@link #take} gave is committed. */
    public void committed(SourceRecord record) {
        records.callsUntil(record).ifPresent(ledger::published);
    }

    /** Every call that is not known to be committed; once it is closed, nothing is added. */
    public List<SdkCalls> unpublishedCalls() {
        return ledger.closeAll();
    }

    @Override
    public void close() {
        loop.stop();
        thread.interrupt();
        boolean ended = joined();
        // A native call cannot be interrupted, but it ends when the process around it does.
        archive.close();
        if (!ended && !joined()) {
            log.warn("the fetch thread did not end in time; it is left behind, and what it fetched is discarded");
        }
    }

    private boolean joined() {
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
