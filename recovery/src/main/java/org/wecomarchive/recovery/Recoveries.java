package org.wecomarchive.recovery;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of one task or program that can fail by itself, and what all of it together is doing.
 *
 * <p>A trouble is what fails, the class of the failure and its reason. It is reported when the first {@link Recovery} has it,
 * again every ten minutes while it lasts, and when no Recovery has it any more: many jobs that fail for one reason are one line.
 *
 * <p><b>Threads.</b> Safe for any number; changes are reported one after the other.
 */
public final class Recoveries {

    private static final Logger log = LoggerFactory.getLogger(Recoveries.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Time time;
    private final Consumer<Change> reports;
    private final Map<Trouble, Standing> troubles = new HashMap<>();
    private boolean worked;

    /** @param reports told of every change; must not call back */
    public Recoveries(Time time, Consumer<Change> reports) {
        this.time = time;
        this.reports = reports;
    }

    /** Reports to the log: WARN for what heals by itself, ERROR where a person must act, INFO when it is over. */
    public static Recoveries logged() {
        return new Recoveries(Time.SYSTEM, Recoveries::log);
    }

    /**
     * For one thing that can fail.
     *
     * @param what it is, for the log; things of one name share what is reported
     * @param backoff pauses while trouble heals by itself
     * @param probe pause while a person must act
     */
    public Recovery open(String what, Backoff backoff, Duration probe) {
        return new Recovery(this, what, backoff, probe);
    }

    /** What the worst off is doing. */
    public synchronized State state() {
        State calm = worked ? State.RUNNING : State.STARTING;
        return troubles.keySet().stream()
                .map(trouble -> trouble.failureClass().state())
                .max(State::compareTo)
                .orElse(calm);
    }

    /** The last failure of the worst off; empty while nothing is wrong. */
    public synchronized Optional<Failure> failure() {
        return troubles.entrySet().stream()
                .max(Comparator.comparing(
                        trouble -> trouble.getKey().failureClass().state()))
                .map(trouble -> trouble.getValue().last);
    }

    synchronized void entered(Recovery one, Trouble trouble, Change change) {
        Standing standing = troubles.computeIfAbsent(trouble, anew -> new Standing());
        standing.having.add(one);
        standing.last = change.failure();
        long now = time.milliseconds();
        boolean began = standing.having.size() == 1 && !standing.reported;
        if (began || now - standing.reportedMs >= AGAIN.toMillis()) {
            standing.reported = true;
            standing.reportedMs = now;
            Change.Phase phase = began ? Change.Phase.BEGAN : Change.Phase.LASTS;
            reports.accept(new Change(phase, change.what(), change.failure(), change.attempts(), change.pause()));
        }
    }

    /** The trouble of this one is over. */
    synchronized void left(Recovery one, Trouble trouble, int attempts) {
        Failure last = troubles.get(trouble).last;
        if (moved(one, trouble)) {
            reports.accept(new Change(Change.Phase.OVER, trouble.what(), last, attempts, Duration.ZERO));
        }
    }

    /** This one has another trouble by now: nothing has recovered. Returns whether it was the last with the old one. */
    synchronized boolean moved(Recovery one, Trouble trouble) {
        Standing standing = troubles.get(trouble);
        standing.having.remove(one);
        boolean last = standing.having.isEmpty();
        if (last) {
            troubles.remove(trouble);
        }
        return last;
    }

    synchronized void worked() {
        worked = true;
    }

    private static void log(Change change) {
        String sentence = change.failure().sentence();
        switch (change.phase()) {
            // It works again, or nothing is tried any more, as at a stop.
            case OVER -> log.info("{}: no longer failing: {}", change.what(), sentence);
            case BEGAN, LASTS -> {
                long pauseMs = change.pause().toMillis();
                if (change.failure().failureClass().state() == State.WAITING_FOR_OPERATOR) {
                    log.error("{}: {}; a person must act, next try in {} ms", change.what(), sentence, pauseMs);
                } else {
                    log.warn(
                            "{}: {}; attempt {} failed, next try in {} ms, until it works",
                            change.what(),
                            sentence,
                            change.attempts(),
                            pauseMs);
                }
            }
        }
    }

    /** What stays the same while a trouble lasts. */
    record Trouble(String what, FailureClass failureClass, String reason) {}

    private static final class Standing {
        private final Set<Recovery> having = new HashSet<>();
        private Failure last;
        private boolean reported;
        private long reportedMs;
    }
}
