package org.wecomarchive.distribution.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Says what happens when, and counts it. Safe for use by several threads. */
final class Timeline {

    private final Clock clock;
    private final Instant start;
    private final Map<Action.Kind, Integer> counts = new EnumMap<>(Action.Kind.class);
    private int operatorCommands;

    Timeline(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void say(String sentence) {
        double seconds = Duration.between(start, now()).toMillis() / 1000.0;
        System.out.println(String.format(Locale.ROOT, "==> %7.1f s  %s", seconds, sentence));
    }

    synchronized void count(Action.Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    synchronized int counted(Action.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** A command that a runbook asks a person for. */
    synchronized void operator(String command) {
        operatorCommands++;
        say("an operator: " + command);
    }

    synchronized int operatorCommands() {
        return operatorCommands;
    }
}
