package org.wecomarchive.ingestor.pace;

import java.time.Duration;
import org.wecomarchive.recovery.Backoff;

/**
 * How fast and how much to fetch.
 *
 * @param calls bounds of calls
 * @param pauses longest pauses
 * @param buffer bounds of what lies between the fetch thread and Connect
 * @param timing time
 */
public record FetchPacing(Calls calls, Pauses pauses, Buffer buffer, Timing timing) {

    private static final Duration FIRST_IDLE_PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

    /**
     * Bounds of calls.
     *
     * @param pageLimit most records of a page
     * @param perMinute most calls in any 60 seconds
     */
    public record Calls(int pageLimit, int perMinute) {}

    /**
     * Longest pauses.
     *
     * @param idle between empty pages
     * @param backoff after trouble that heals
     * @param operatorProbe while a person must act
     */
    public record Pauses(Duration idle, Duration backoff, Duration operatorProbe) {}

    /**
     * Bounds of the hand-off.
     *
     * @param pages most pages
     * @param bytes most bytes
     */
    public record Buffer(int pages, long bytes) {}

    public Backoff newBackoff() {
        return new Backoff(FIRST_BACKOFF, pauses.backoff());
    }

    public Backoff newIdlePauses() {
        return new Backoff(FIRST_IDLE_PAUSE, pauses.idle());
    }

    public PageLimit newPageLimit() {
        return new PageLimit(calls.pageLimit());
    }

    public CallBudget newCallBudget() {
        return new CallBudget(calls.perMinute(), timing);
    }
}
