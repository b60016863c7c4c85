package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.outcome.Destination;

/**
 * What was done since there was nothing to do, for the log: one line when a burst ends, and one in between for each
 * minute that it lasts. Not safe for use by several threads.
 */
final class Burst {

    private static final Logger log = LoggerFactory.getLogger(Burst.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long start;
    private long lastLine;
    private boolean open;
    private long tried;
    private long events;
    private long deadLetters;
    private long parkedAgain;

    Burst(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A batch is through; {@code committed} are those of the {@code triedNow} that got another outcome. */
    void add(int triedNow, List<ReleasedRecord> committed, long waiting) {
        if (!open) {
            open = true;
            start = nanoTime.getAsLong();
            lastLine = start;
        }
        tried += triedNow;
        events += count(committed, Destination.EVENTS);
        deadLetters += count(committed, Destination.DEAD_LETTERS);
        parkedAgain += count(committed, Destination.PARKED);
        if (nanoTime.getAsLong() - lastLine >= BETWEEN_LINES.toNanos()) {
            log("releasing", waiting);
        }
    }

    /** There is nothing to do. */
    void end(long waiting) {
        if (open) {
            log("release is through", waiting);
            open = false;
            tried = 0;
            events = 0;
            deadLetters = 0;
            parkedAgain = 0;
        }
    }

    private void log(String state, long waiting) {
        lastLine = nanoTime.getAsLong();
        log.info(
                "{}: {} parked records tried in {}, {} now events, {} dead letters, {} parked for another reason;"
                        + " {} wait here",
                state,
                tried,
                Duration.ofNanos(lastLine - start),
                events,
                deadLetters,
                parkedAgain,
                waiting);
    }

    private static long count(List<ReleasedRecord> records, Destination outcome) {
        return records.stream()
                .filter(record -> record.outcome().destination() == outcome)
                .count();
    }
}
