package org.wecomarchive.quickstart;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;

/**
 * Reads the topics again and again until every record of the source has its outcome.
 *
 * <p>Where only WeCom knows how many there are, the end is taken to be reached when all that was fetched has its outcome and
 * nothing new came for a while.
 */
final class Watch {

    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(15);

    private final LedgerReader ledger;
    private final Source source;
    private final Progress progress;
    private final Clock clock;
    private final CountDownLatch interrupted;

    Watch(LedgerReader ledger, Source source, Progress progress, Clock clock, CountDownLatch interrupted) {
        this.ledger = ledger;
        this.source = source;
        this.progress = progress;
        this.clock = clock;
        this.interrupted = interrupted;
    }

    /**
     * What the watch saw.
     *
     * @param balance the books at the end
     * @param lastOutcome when the last change was seen
     */
    record Seen(Balance balance, Instant lastOutcome) {}

    /** The books as they stand. */
    Balance balance() throws InterruptedException, TimeoutException {
        return ledger.read(READ_AT_MOST).balance();
    }

    /** Returns when all is done, when nothing moves for {@code stalled}, or when the user has had enough. */
    Seen untilDone(Duration stalled) throws InterruptedException, TimeoutException, IOException {
        Balance balance = balance();
        Instant changed = clock.instant();
        while (!done(balance, changed, awaits(balance)) && clock.instant().isBefore(changed.plus(stalled))) {
            progress.show(balance, source.size());
            if (interrupted.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            Balance now = balance();
            if (!now.equals(balance)) {
                balance = now;
                changed = clock.instant();
            }
        }
        progress.clear();
        return new Seen(balance, changed);
    }

    /** Shows what comes until the user has had enough. */
    void untilInterrupted() throws InterruptedException, TimeoutException {
        while (!interrupted.await(1, TimeUnit.SECONDS)) {
            progress.show(balance(), source.size());
        }
        progress.clear();
    }

    private boolean awaits(Balance balance) throws IOException {
        return source.ordeal().isPresent() && source.ordeal().get().awaits(balance.parked());
    }

    private boolean done(Balance balance, Instant changed, boolean somethingElse) {
        boolean complete = balance.raw() == balance.outcomes() && !somethingElse;
        return source.size().isPresent()
                ? complete && balance.raw() >= source.size().getAsLong()
                : complete && clock.instant().isAfter(changed.plus(QUIET));
    }
}
