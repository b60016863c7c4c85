package org.wecomarchive.decryptor.release;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.decryptor.outcome.Destination;

/**
 * What was done since there was nothing to do, for the log: one line when there is nothing to do again, and one in between
 * for each minute. Not safe for use by several threads.
 */
final class ReleaseSummary {

    private static final Logger log = LoggerFactory.getLogger(ReleaseSummary.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<Destination, Long> committed = new EnumMap<>(Destination.class);
    private long start;
    private long lastLine;
    private long tried;
    private boolean open;

    ReleaseSummary(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A batch is through; {@code changed} are those of the {@code triedNow} that got another outcome. */
    void add(int triedNow, List<ReleasedRecord> changed, long waiting) {
        if (!open) {
            open = true;
            start = nanoTime.getAsLong();
            lastLine = start;
        }
        tried += triedNow;
        changed.forEach(record -> committed.merge(record.outcome().destination(), 1L, Long::sum));
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
            committed.clear();
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
                committed.getOrDefault(Destination.EVENTS, 0L),
                committed.getOrDefault(Destination.DEAD_LETTERS, 0L),
                committed.getOrDefault(Destination.PARKED, 0L),
                waiting);
    }
}
