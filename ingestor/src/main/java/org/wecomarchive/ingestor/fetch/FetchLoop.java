package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.connectplugin.ConnectCalls;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.ingestor.calls.CallLedger;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.metrics.IngestMetrics;
import org.wecomarchive.ingestor.pace.Timing;
import org.wecomarchive.ingestor.page.FetchedPage;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.recovery.Backoff;
import org.wecomarchive.recovery.Failure;
import org.wecomarchive.recovery.Recovery;

/**
 * The life of the fetch thread: finds out where to begin, then pulls page after page until it is interrupted or a failure
 * is fatal, which goes to the hand-off. All waiting for trouble to end happens here.
 *
 * <p>Nothing is handed over before a page has arrived and the corp is claimed: who cannot pull must not stop another one.
 */
final class FetchLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FetchLoop.class);

    private final Beginning beginning;
    private final Function<Cursor, Intake> intakes;
    private final PagePuller puller;
    private final CallLedger ledger;
    private final Waits waits;
    private final HandOff handOff;
    private final IngestMetrics metrics;
    private boolean claimed;
    private PositionCheck positionCheck;
    private volatile boolean stopping;
    private int emptyPages;

    /**
     * How this loop waits.
     *
     * @param idle after empty pages in a row
     */
    record Waits(Backoff idle, Recovery recovery, Timing timing) {}

    FetchLoop(
            Beginning beginning,
            Function<Cursor, Intake> intakes,
            PagePuller puller,
            CallLedger ledger,
            Waits waits,
            HandOff handOff,
            IngestMetrics metrics) {
        this.beginning = beginning;
        this.intakes = intakes;
        this.puller = puller;
        this.ledger = ledger;
        this.waits = waits;
        this.handOff = handOff;
        this.metrics = metrics;
    }

    /** Makes the loop end at the next occasion; interrupt its thread as well. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
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
                positionCheck = new PositionCheck(beginning.lastSeq(), puller, waits.timing());
                return intakes.apply(first);
            } catch (RuntimeException e) {
                requireNotStopping();
                waits.timing().sleep(pauseAfter(e));
            }
        }
    }

    /** One call and what follows from it; gives what goes on with the next one. */
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
            intake.accept(fetched, waits.timing().now());
            recovered();
            intake.publish(ledger.closeIfDue());
            rest(page);
        } catch (SdkException | RuntimeException e) {
            requireNotStopping();
            Duration pause = pauseAfter(e);
            if (claimed) {
                intake.publish(ledger.closeIfDue());
            }
            waits.timing().sleep(pause);
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
        metrics.failureCode(IngestFailures.code(e));
        return waits.recovery().failed(failure);
    }

    private void recovered() {
        waits.recovery().over();
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
            waits.timing().sleep(waits.idle().after(emptyPages));
        } else {
            emptyPages = 0;
        }
    }
}
