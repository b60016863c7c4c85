package org.wecomarchive.financesdk.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The requests of one host process that wait for their answers.
 *
 * <p><b>Threads.</b> Safe. <b>Invariant.</b> Once shut it takes no more: a call either was in flight when the process was lost,
 * and shares the fate of the others, or it never was and is not blamed.
 */
final class PendingCalls {

    private final Map<Integer, PendingCall> calls = new HashMap<>();
    private int lastId;
    private boolean shut;

    /** The id under which the call now waits; empty when the process is lost. */
    synchronized OptionalInt add(PendingCall call) {
        if (shut) {
            return OptionalInt.empty();
        }
        calls.put(++lastId, call);
        return OptionalInt.of(lastId);
    }

    synchronized Optional<PendingCall> remove(int id) {
        return Optional.ofNullable(calls.remove(id));
    }

    /** Takes a tick off every call; whether the time of one of them is up. */
    synchronized boolean tick() {
        boolean expired = false;
        for (PendingCall call : calls.values()) {
            expired |= call.ticksLeft().decrementAndGet() <= 0;
        }
        return expired;
    }

    /** Payloads and other calls in flight. */
    synchronized int weight() {
        return calls.values().stream().mapToInt(PendingCall::weight).sum();
    }

    /** The calls that were in flight; there will be no others. */
    synchronized List<PendingCall> shut() {
        shut = true;
        List<PendingCall> all = List.copyOf(calls.values());
        calls.clear();
        return all;
    }

    synchronized boolean open() {
        return !shut;
    }
}
