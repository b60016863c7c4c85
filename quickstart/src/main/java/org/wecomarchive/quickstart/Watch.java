package org.wecomarchive.quickstart;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.quickstart.health.Fetching;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.quickstart.health.HealthCheck;
import org.wecomarchive.quickstart.health.TroubleNotes;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;

/**
 * Reads the topics again and again until every record of the source has its outcome.
 *
 * <p>Where only WeCom knows how many there are, the end is taken to be reached when all that was fetched has its outcome, WeCom
 * says that it has nothing more or refuses to answer until a person acts, and nothing new came for a while.
 */
final class Watch {

    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(15);
    /** What fails from the first call on is a wrong setting more often than an outage. */
    private static final Duration NEVER_WORKED = Duration.ofMinutes(1);

    private final LedgerReader ledger;
    private final Source source;
    private final HealthCheck health;
    private final Screen screen;
    private final TroubleNotes notes;
    private final Clock clock;
    private final CountDownLatch interrupted;

    Watch(
            LedgerReader ledger,
            Source source,
            HealthCheck health,
            Screen screen,
            Clock clock,
            CountDownLatch interrupted) {
        this.ledger = ledger;
        this.source = source;
        this.health = health;
        this.screen = screen;
        this.notes = new TroubleNotes(screen.out()::println, clock);
        this.clock = clock;
        this.interrupted = interrupted;
    }

    /**
     * What the watch saw.
     *
     * @param balance the books at the end
     * @param lastOutcome when the last change was seen
     * @param health how the pipeline stood
     */
    record Seen(Balance balance, Instant lastOutcome, Health health) {}

    /** The books as they stand. */
    Balance balance() throws InterruptedException, TimeoutException {
        return ledger.read(READ_AT_MOST).balance();
    }

    /** Returns when all is done, when nothing moves for {@code stalled}, or when the user has had enough. */
    Seen untilDone(Duration stalled) throws InterruptedException, TimeoutException, IOException {
        Balance balance = balance();
        long before = balance.raw();
        Instant changed = clock.instant();
        Health now = look();
        while (!done(balance, changed, now)
                && clock.instant().isBefore(changed.plus(atMost(stalled, balance.raw() == before, now)))) {
            show(balance, now);
            if (source.faultRun().isPresent()) {
                source.faultRun().get().deliverKeyIfDue(balance.parked());
            }
            if (interrupted.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            Balance next = balance();
            if (!next.equals(balance)) {
                balance = next;
                changed = clock.instant();
            }
            now = look();
        }
        screen.clear();
        return new Seen(balance, changed, now);
    }

    /** Shows what comes until the user has had enough. */
    void untilInterrupted() throws InterruptedException, TimeoutException {
        while (!interrupted.await(1, TimeUnit.SECONDS)) {
            show(balance(), look());
        }
        screen.clear();
    }

    /** What is to go wrong is no news. */
    private Health look() {
        Health now = health.look(ledger.parkedReasons());
        return source.faultRun().isPresent() ? now.onlyWhatHasStopped() : now;
    }

    private void show(Balance balance, Health now) {
        notes.tell(now);
        screen.progress(ProgressLine.of(balance, source.size(), now));
    }

    private boolean awaitsFaults(Balance balance) {
        return source.faultRun().isPresent() && source.faultRun().get().awaits(balance.parked());
    }

    private boolean done(Balance balance, Instant changed, Health now) {
        if (balance.raw() != balance.outcomes() || (awaitsFaults(balance) && now.fetching() != Fetching.STOPPED)) {
            return false;
        }
        if (source.size().isPresent() && balance.raw() >= source.size().getAsLong()) {
            return true;
        }
        boolean nothingComes =
                switch (now.fetching()) {
                    case CAUGHT_UP, WAITS_FOR_A_PERSON -> source.size().isEmpty();
                    case STOPPED -> true;
                    case STARTING, GOES_ON, TRIES_AGAIN -> false;
                };
        return nothingComes && clock.instant().isAfter(changed.plus(QUIET));
    }

    private static Duration atMost(Duration stalled, boolean nothingCame, Health now) {
        boolean neverWorked = nothingCame && now.fetching() == Fetching.TRIES_AGAIN;
        return neverWorked && stalled.compareTo(NEVER_WORKED) > 0 ? NEVER_WORKED : stalled;
    }
}
