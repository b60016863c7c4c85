package org.wecomarchive.simulator.fault;

import java.time.Duration;

/**
 * A fault and when it occurs.
 *
 * <p><b>Shape.</b> {@code <kind>[=<argument>]@<when>}, for example {@code code=10001@5..8}.
 */
public final class Fault {

    private final FaultKind kind;
    private final long argument;
    private final When when;

    private Fault(FaultKind kind, long argument, When when) {
        this.kind = kind;
        this.argument = argument;
        this.when = when;
    }

    static Fault parse(String text) {
        try {
            int at = text.indexOf('@');
            if (at < 0) {
                throw new IllegalArgumentException("it does not say when: end it with @always, for example");
            }
            String what = text.substring(0, at);
            int equals = what.indexOf('=');
            FaultKind kind = FaultKind.named(equals < 0 ? what : what.substring(0, equals));
            long argument = kind.argument().parse(equals < 0 ? "" : what.substring(equals + 1));
            When when = When.parse(text.substring(at + 1));
            if (!when.targets().contains(kind.target())) {
                throw new IllegalArgumentException("this fault cannot take " + when.text());
            }
            return new Fault(kind, argument, when);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the fault " + text + " is not understood: " + e.getMessage(), e);
        }
    }

    public FaultKind kind() {
        return kind;
    }

    /** A code. */
    public int code() {
        return Math.toIntExact(argument);
    }

    /** A number of records. */
    public int count() {
        return Math.toIntExact(argument);
    }

    /** A size. */
    public int bytes() {
        return Math.toIntExact(argument);
    }

    /** A length of time. */
    public Duration duration() {
        return Duration.ofMillis(argument);
    }

    /** The fault without its schedule, for example {@code code=10001}. */
    public String what() {
        return kind.text() + kind.argument().text(argument);
    }

    /** Whether the fault occurs in this call or record. */
    public boolean befalls(Occasion occasion) {
        return when.includes().test(occasion);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fault that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return what() + "@" + when.text();
    }
}
