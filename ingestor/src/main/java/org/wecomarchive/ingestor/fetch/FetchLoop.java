package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.wecomarchive.callledger.CallLedger;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.cursor.GapDetector;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.FetchPacing;
import org.wecomarchive.ingestor.pace.PageLimit;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.ingestor.publish.SourceRecords;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recoveries;
import org.wecomarchive.recovery.Recovery;
import org.wecomarchive.recovery.Timing;
import org.wecomarchive.schemas.SdkCalls;

/**
 * Pulls one corp's archive in a thread of its own: finds out where to begin, then pulls page after page until it is closed or
 * a failure is fatal. The hand-off surfaces that failure. All waiting for trouble to end happens in this thread.
 *
 * <p>Nothing is handed over before a page has arrived and the corp is claimed: a connector that cannot pull must not stop
 * another one.
 *
 * <p>{@link #take} never waits longer than it is told, and about two seconds more if the brokers do not say whether the corp is
 * still ours. {@link #close} is idempotent and takes at most about six seconds, also while a native call hangs.
 */
public final class FetchLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchLoop.class);
    private static final long JOIN_MS = 1500;

    private final Archive archive;
    private final Beginning beginning;
    private final SourceRecords records;
    private final GapDetector gaps;
    private final IngestMetrics metrics;
    private final Timing timing;
    private final Backoff idlePauses;
    private final Recovery recovery;
    private final FetchPacing.Blocked blocked;
    private final HandOff handOff;
    private final CallLedger ledger;
    private final PagePuller puller;
    private final Thread thread;
    private boolean claimed;
    private PositionCheck positionCheck;
    private volatile boolean stopping;
    private int emptyPages;

    /**
     * A loop that has not started.
     *
     * @param archive where to pull from; closed with this object
     * @param beginning where to go on, and whether that is still right; its {@code confirm} is called by whoever takes
     * @param records what to make of pages
     * @param gaps finds what WeCom has dropped
     * @param pacing how fast
     * @param recoveries report what fails
     */
    public FetchLoop(
            Archive archive,
            Beginning beginning,
            SourceRecords records,
            GapDetector gaps,
            FetchPacing pacing,
            IngestMetrics metrics,
            Recoveries recoveries) {
        this.archive = archive;
        this.beginning = beginning;
        this.records = records;
        this.gaps = gaps;
        this.metrics = metrics;
        this.timing = pacing.timing();
        this.idlePauses = pacing.newIdlePauses();
        this.recovery =
                recoveries.open("fetching", pacing.newBackoff(), pacing.pauses().operatorProbe());
        this.blocked = pacing.pauses().blocked();
        this.handOff = new HandOff(pacing.buffer().pages(), pacing.buffer().bytes());
        this.ledger = new CallLedger(archive.corpId(), archive.route(), timing);
        PageLimit limit = pacing.newPageLimit();
        metrics.pageLimit(limit.current());
        this.puller = new PagePuller(archive, pacing.newCallBudget(), limit, ledger, metrics, timing);
        this.thread = new Thread(inLogContext(archive.corpId(), this::run), "wecom-fetch-" + archive.corpId());
        this.thread.setDaemon(true);
    }

    /** Every log line of the thread has the coordinates of Connect's own task thread, and the corp. */
    private static Runnable inLogContext(String corpId, Runnable work) {
        Map<String, String> context =
                new HashMap<>(Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()));
        context.put("corp", corpId);
        return () -> {
            MDC.setContextMap(context);
            work.run();
        };
    }

    /** Starts the thread. */
    public FetchLoop start() {
        thread.start();
        return this;
    }

    void run() {
        try {
            Intake intake = begin();
            while (true) {
                intake = step(intake);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            FatalIngestException fatal = IngestFailures.fatal(e);
            log.error("stopped for good: {}", fatal.getMessage());
            handOff.fail(fatal);
        } catch (Error e) {
            // A restart may help against these, so this failure does not call itself fatal.
            handOff.fail(ConnectCalls.failure(
                    "the fetch thread died of " + e.getClass().getSimpleName(), e));
        }
    }

    private Intake begin() throws InterruptedException {
        while (true) {
            try {
                Cursor first = beginning.find();
                log.info(
                        "begins after seq {}, highest seq ever taken {}, highest found in the raw topic {}",
                        first.seq(),
                        first.high(),
                        beginning.lastSeq());
                positionCheck = new PositionCheck(beginning.lastSeq(), puller, timing);
                return new Intake(first, records, gaps, handOff, metrics);
            } catch (RuntimeException e) {
                requireNotStopping();
                timing.sleep(pauseAfter(e));
            }
        }
    }

    /** Makes one call and acts on its result; returns the intake for the next call. */
    private Intake step(Intake intake) throws InterruptedException {
        try {
            requireNotStopping();
            FetchedPage fetched = puller.pull(intake.cursor().seq());
            Page page = fetched.page();
            if (!claimed) {
                boolean moved = beginning.claim();
                claimed = true;
                if (moved) {
                    return begin();
                }
            }
            check(page, intake.cursor());
            intake.accept(fetched, timing.now());
            recovered();
            intake.publish(ledger.closeIfDue());
            rest(page);
        } catch (SdkException | RuntimeException e) {
            requireNotStopping();
            Duration pause = pauseAfter(e);
            if (claimed) {
                intake.publish(ledger.closeIfDue());
            }
            timing.sleep(pause);
        }
        return intake;
    }

    /** An empty page says nothing while records pass the position by. */
    private void check(Page page, Cursor position) throws InterruptedException {
        if (page.caughtUp()) {
            positionCheck.caughtUp(position);
        } else {
            positionCheck.arrived();
        }
    }

    private Duration pauseAfter(Exception e) {
        Failure failure = IngestFailures.classify(e);
        if (failure.isFatal()) {
            throw IngestFailures.fatal(e);
        }
        int code = IngestFailures.code(e);
        metrics.failureCode(code);
        return recovery.failed(failure, blocked.after(code));
    }

    private void recovered() {
        recovery.over();
        metrics.failureCode(0);
    }

    /** A call that fails because the task stops is no failure. */
    private void requireNotStopping() throws InterruptedException {
        if (stopping || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the task stops");
        }
    }

    private void rest(Page page) throws InterruptedException {
        if (page.caughtUp()) {
            emptyPages++;
            timing.sleep(idlePauses.after(emptyPages));
        } else {
            emptyPages = 0;
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
        stopping = true;
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
