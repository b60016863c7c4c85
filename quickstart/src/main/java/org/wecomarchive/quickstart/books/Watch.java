package org.wecomarchive.quickstart.books;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wecomarchive.quickstart.health.Fetching;
import org.wecomarchive.quickstart.health.Health;
import org.wecomarchive.quickstart.health.HealthCheck;
import org.wecomarchive.quickstart.health.TroubleNotes;
import org.wecomarchive.quickstart.screen.Screen;
import org.wecomarchive.quickstart.tenant.Source;
import org.wecomarchive.testkit.ledger.Balance;
import org.wecomarchive.testkit.ledger.LedgerReader;

/**
 * Reads the topics again and again until every record of the source has its outcome, and then the stores until they hold it.
 *
 * <p>Where only WeCom knows how many there are, the end is taken to be reached when all that was fetched has its outcome, WeCom
 * says that it has nothing more or refuses to answer until a person acts, and nothing new came for a while.
 */
public final class Watch {

    private static final Duration READ_AT_MOST = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration BETWEEN_STORES = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(15);
    /** What fails from the first call on is a wrong setting more often than an outage. */
    private static final Duration NEVER_WORKED = Duration.ofMinutes(1);

    private final LedgerReader ledger;
    private final Source source;
    private final HealthCheck healthCheck;
    private final Screen screen;
    private final TroubleNotes notes;
    private final Clock clock;
    private final CountDownLatch interrupted;
    private Health health = new Health(Fetching.STARTING, List.of());

    /** @param interrupted counted down when the user has had enough */
    public Watch(
            LedgerReader ledger,
            Source source,
            HealthCheck healthCheck,
            Screen screen,
            Clock clock,
            CountDownLatch interrupted) {
        this.ledger = ledger;
        this.source = source;
        this.healthCheck = healthCheck;
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
    public record Seen(Balance balance, Instant lastOutcome, Health health) {}

    /** A question that may be put many times. */
    @FunctionalInterface
    public interface Question<T> {
        /** The answer at this moment. */
        T ask() throws InterruptedException, TimeoutException, IOException;
    }

    /** The books as they stand. */
    public Balance balance() throws InterruptedException, TimeoutException {
        return ledger.read(READ_AT_MOST).balance();
    }

    /** Returns when all is done, when nothing moves for {@code stalled}, or when the user has had enough. */
    public Seen untilDone(Duration stalled) throws InterruptedException, TimeoutException, IOException {
        long before = balance().raw();
        Waiting.Answer<Balance> last = new Waiting(clock, interrupted, BETWEEN)
                .until(this::balance, (balance, since) -> {
                    look();
                    if (done(balance, since) || hasPassed(since, atMost(stalled, balance.raw() == before))) {
                        return true;
                    }
                    show(balance);
                    if (source.faultRun().isPresent()) {
                        source.faultRun().get().deliverKeyIfDue(balance.parked());
                    }
                    return false;
                });
        screen.clear();
        return new Seen(last.value(), last.since(), health);
    }

    /** Returns when the stores hold it all, when they have not changed for {@code stalled}, or when the user has had enough. */
    public Stored untilStored(Question<Stored> stores, Duration stalled)
            throws InterruptedException, TimeoutException, IOException {
        return new Waiting(clock, interrupted, BETWEEN_STORES)
                .until(stores, (stored, since) -> stored.balanced() || hasPassed(since, stalled))
                .value();
    }

    /** Shows what comes until the user has had enough. */
    public void untilInterrupted() throws InterruptedException, TimeoutException {
        while (!interrupted.await(1, TimeUnit.SECONDS)) {
            Balance balance = balance();
            look();
            show(balance);
        }
        screen.clear();
    }

    /** What is to go wrong is no news. */
    private void look() {
        Health now = healthCheck.look(ledger.parkedReasons());
        health = source.faultRun().isPresent() ? now.onlyWhatHasStopped() : now;
    }

    private void show(Balance balance) {
        notes.tell(health);
        screen.progress(progress(balance, source.size(), health));
    }

    /**
     * How far a run is, on less than a terminal's line.
     *
     * @param source how many records there are; empty where only WeCom knows
     */
    static String progress(Balance balance, OptionalLong source, Health health) {
        String fetched = balance.raw() + (source.isPresent() ? "/" + source.getAsLong() : "") + " fetched, ";
        return health.inShort().isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "%s%d events, %d parked, %d dead",
                        fetched,
                        balance.events(),
                        balance.parked(),
                        balance.deadLetters())
                : fetched + balance.parked() + " parked: " + health.inShort();
    }

    private boolean done(Balance balance, Instant changed) {
        boolean awaitsFaults =
                source.faultRun().map(faults -> faults.awaits(balance.parked())).orElse(false);
        if (balance.raw() != balance.outcomes() || (awaitsFaults && health.fetching() != Fetching.STOPPED)) {
            return false;
        }
        if (source.size().isPresent() && balance.raw() >= source.size().getAsLong()) {
            return true;
        }
        boolean nothingComes =
                switch (health.fetching()) {
                    case CAUGHT_UP, WAITS_FOR_A_PERSON -> source.size().isEmpty();
                    case STOPPED -> true;
                    case STARTING, GOES_ON, TRIES_AGAIN -> false;
                };
        return nothingComes && clock.instant().isAfter(changed.plus(QUIET));
    }

    private Duration atMost(Duration stalled, boolean nothingCame) {
        boolean neverWorked = nothingCame && health.fetching() == Fetching.TRIES_AGAIN;
        return neverWorked && stalled.compareTo(NEVER_WORKED) > 0 ? NEVER_WORKED : stalled;
    }

    private boolean hasPassed(Instant since, Duration atMost) {
        return !clock.instant().isBefore(since.plus(atMost));
    }
}
