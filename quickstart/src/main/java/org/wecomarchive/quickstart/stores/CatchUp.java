package org.wecomarchive.quickstart.stores;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until the stores hold what was published. */
public final class CatchUp {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Stores stores;
    private final Clock clock;
    private final CountDownLatch interrupted;

    /** @param interrupted counted down when the user has had enough */
    public CatchUp(Stores stores, Clock clock, CountDownLatch interrupted) {
        this.stores = stores;
        this.clock = clock;
        this.interrupted = interrupted;
    }

    /** Returns when they hold it, when nothing has changed for {@code stalled}, or when the user has had enough. */
    public Stored await(Published published, Duration stalled) throws InterruptedException {
        Stored stored = stores.stored(published);
        Instant changed = clock.instant();
        while (!stored.balanced() && clock.instant().isBefore(changed.plus(stalled))) {
            if (interrupted.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            Stored now = stores.stored(published);
            if (!now.equals(stored)) {
                stored = now;
                changed = clock.instant();
            }
        }
        return stored;
    }
}
