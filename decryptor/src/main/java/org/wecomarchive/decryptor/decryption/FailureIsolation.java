package org.wecomarchive.decryptor.decryption;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.failure.TransientTroubleException;
import org.wecomarchive.decryptor.outcome.Destination;
import org.wecomarchive.recovery.RedactedException;

/**
 * Decides whether a failure is its record's or the environment's.
 *
 * <p>The control is the latest record that became an event. A record that failed is tried again a few times, each
 * time after the control. If the control becomes an event every time and the record never has an outcome, the record
 * is parked. If the control fails too, or nothing has become an event since the start, the failure is the
 * environment's, and the caller has to wait; but what nobody foresaw and happens to both is fatal.
 *
 * <p><b>Threads.</b> Safe for any number.
 */
final class FailureIsolation {

    /** One in a thousand records is parked by mistake where every second call fails at random. */
    static final int TRIES = 5;

    private static final Logger log = LoggerFactory.getLogger(FailureIsolation.class);
    private static final int MOST_TOLD = 100;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile Optional<Attempt> control = Optional.empty();

    /** The decryption of one record, which can be repeated at any time. */
    @FunctionalInterface
    interface Attempt {
        Decryption run() throws TransientTroubleException, UndecidedException;
    }

    /** The result for a record, which may be that it is parked for a failure of its own. */
    Decryption decrypt(Attempt attempt) throws TransientTroubleException {
        try {
            Decryption result = attempt.run();
            if (isEvent(result)) {
                succeeded(attempt);
            }
            return result;
        } catch (UndecidedException failure) {
            return decide(attempt, failure);
        }
    }

    /** The attempt has made an event, and would do so again. */
    void succeeded(Attempt attempt) {
        control = Optional.of(attempt);
    }

    private Decryption decide(Attempt attempt, UndecidedException first) throws TransientTroubleException {
        UndecidedException failure = first;
        for (int tries = 1; tries < TRIES; tries++) {
            requireControl(failure);
            try {
                return attempt.run();
            } catch (UndecidedException again) {
                failure = again;
            }
        }
        requireControl(failure);
        tell(failure);
        return new Decryption(failure.parked(), Map.of());
    }

    private void requireControl(UndecidedException failure) throws TransientTroubleException {
        Attempt tried = control.orElseThrow(failure::trouble);
        try {
            if (isEvent(tried.run())) {
                return;
            }
        } catch (UndecidedException both) {
            if (failure.isUnforeseen() && both.isUnforeseen()) {
                throw failure.fatal();
            }
            throw failure.trouble();
        }
        // Its key file has gone, for example: it says nothing any more.
        control = Optional.empty();
        throw failure.trouble();
    }

    private static boolean isEvent(Decryption result) {
        return result.outcome().destination() == Destination.EVENTS;
    }

    /** Once for each kind: thousands of records may fail in the same way. */
    private void tell(UndecidedException failure) {
        String sentence = failure.getMessage();
        if (told.size() < MOST_TOLD && told.add(sentence)) {
            log.error(
                    "a record fails again and again while others are decrypted, and is parked as refused-for-now: {}."
                            + " Have it tried again with bin/archivectl release --reason refused-for-now. {}",
                    sentence,
                    RedactedException.of(innermost(failure)).trace());
        }
    }

    private static Throwable innermost(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(failure);
    }
}
