package org.wecomarchive.ingestor.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody sleeps or the test says so; beyond its end, sleeping is interrupted. */
public final class ManualTime extends Clock {

    /** When every test begins. */
    public static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    private final Duration end;
    private final List<Duration> pauses = new ArrayList<>();
    private Duration passed = Duration.ZERO;

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
        return new Timing(this, () -> passed.toNanos(), this::sleep);
    }

    public void pass(Duration duration) {
        passed = passed.plus(duration);
    }

    /** Every pause that was slept, in order. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    public Duration passed() {
        return passed;
    }

    private void sleep(Duration pause) throws InterruptedException {
        if (passed.plus(pause).compareTo(end) > 0) {
            throw new InterruptedException("the test's time is over");
        }
        pauses.add(pause);
        pass(pause);
    }

    @Override
    public Instant instant() {
        return BEGIN.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
