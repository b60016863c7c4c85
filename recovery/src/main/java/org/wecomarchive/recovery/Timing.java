package org.wecomarchive.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Time of day, elapsed time, and waiting.
 *
 * @param clock time of day, UTC, for records and for the source's retention
 * @param ticker monotonic nanoseconds, for durations
 * @param sleeper waits
 */
public record Timing(Clock clock, LongSupplier ticker, Sleeper sleeper) {

    public Timing {
        Objects.requireNonNull(clock, "clock is null");
        Objects.requireNonNull(ticker, "ticker is null");
        Objects.requireNonNull(sleeper, "sleeper is null");
    }

    /** Time as it passes. */
    public static Timing system() {
        return new Timing(Clock.systemUTC(), System::nanoTime, Sleeper.system());
    }

    /** Time of day in whole milliseconds, as records and offsets carry it. */
    public Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    /** Elapsed time, to be compared with another one only. */
    public Duration elapsed() {
        return Duration.ofNanos(ticker.getAsLong());
    }

    public void sleep(Duration pause) throws InterruptedException {
        sleeper.sleep(pause);
    }
}
