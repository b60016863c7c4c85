package org.wecomarchive.recovery;

import java.time.Duration;
import java.util.Optional;
import org.wecomarchive.recovery.Recoveries.Trouble;

/**
 * How one thing that can fail goes on: a task, a bulk, a follower of a topic. Tell it of every failure and of every success;
 * it counts, {@linkplain Recoveries reports} and says how long to wait.
 *
 * <pre>{@code
 * try {
 *     attempt();
 *     recovery.over();
 * } catch (SomeException e) {
 *     sleeper.sleep(recovery.failed(classify(e)));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for any number.
 */
public final class Recovery implements AutoCloseable {

    private final Recoveries all;
    private final String what;
    private final Backoff backoff;
    private final Duration probe;
    private Optional<Trouble> current = Optional.empty();
    private int failures;

    Recovery(Recoveries all, String what, Backoff backoff, Duration probe) {
        this.all = all;
        this.what = what;
        this.backoff = backoff;
        this.probe = probe;
    }

    /**
     * An attempt has failed.
     *
     * @return how long to wait before the next one
     * @throws IllegalArgumentException if the failure is fatal: there must be no next one
     */
    public Duration failed(Failure failure) {
        return failed(failure, Duration.ZERO);
    }

    /** As {@link #failed(Failure)}, for a failure after which the next attempt must not come sooner than {@code atLeast}. */
    public synchronized Duration failed(Failure failure, Duration atLeast) {
        State state = failure.failureClass().state();
        failures++;
        Duration usual = state == State.WAITING_FOR_OPERATOR ? probe : backoff.after(failures);
        Duration pause = usual.compareTo(atLeast) < 0 ? atLeast : usual;
        Trouble trouble = new Trouble(what, failure.failureClass(), failure.reason());
        Optional<Trouble> before = current;
        current = Optional.of(trouble);
        // The new one first: between the two the state must not look healthy.
        all.entered(this, trouble, new Change(Change.Phase.BEGAN, what, failure, failures, pause));
        before.filter(other -> !other.equals(trouble)).ifPresent(other -> all.moved(this, other));
        return pause;
    }

    /** An attempt has succeeded. */
    public synchronized void over() {
        all.worked();
        close();
    }

    /** Nothing is tried any more: what failed here counts no longer. */
    @Override
    public synchronized void close() {
        current.ifPresent(trouble -> all.left(this, trouble, failures));
        current = Optional.empty();
        failures = 0;
    }

    /** Failures in a row so far. */
    public synchronized int failures() {
        return failures;
    }
}
