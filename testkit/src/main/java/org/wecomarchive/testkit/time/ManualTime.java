package org.wecomarchive.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wecomarchive.recovery.Timing;

/** Time that passes only when somebody sleeps or the test says so; beyond its end, sleeping is interrupted. */
public final class ManualTime {

    /** When every test begins. */
    public static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    private final Duration end;
    private final List<Duration> pauses = new ArrayList<>();
    private final ManualClock clock = new ManualClock(BEGIN);

    private ManualTime(Duration end) {
        this.end = end;
    }

    public static ManualTime endless() {
        return new ManualTime(Duration.ofDays(10_000));
    }

    /** Ends after {@code end}: whoever sleeps then is interrupted. */
    public static ManualTime endingAfter(Duration end) {
        return new ManualTime(end);
    }

    public Timing timing() {
        return new Timing(clock, () -> passed().toNanos(), this::sleep);
    }

    public void pass(Duration duration) {
        clock.advance(duration);
    }

    /** Every pause that was slept, in order. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    public Duration passed() {
        return Duration.between(BEGIN, clock.instant());
    }

    private void sleep(Duration pause) throws InterruptedException {
        if (passed().plus(pause).compareTo(end) > 0) {
            throw new InterruptedException("the test's time is over");
        }
        pauses.add(pause);
        pass(pause);
    }

    /** The time of day. */
    public Clock clock() {
        return clock;
    }

    public Instant instant() {
        return clock.instant();
    }
}
