package org.wecomarchive.ingestor.fetch;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wecomarchive.financesdk.SdkException;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.page.BrokenSequenceException;
import org.wecomarchive.recovery.Timing;

/**
 * Finds out whether new records pass the position by. A stored offset, {@code start.from} or a skip may name a seq beyond what
 * WeCom has: the page after it is empty then, whatever arrives.
 *
 * <p>A position is right if it is not above the last live record in the raw topic, or if a record has come after it. For any
 * other one the newest record of WeCom at or below it is looked for, by halves, in at most 63 calls of limit 1, and every ten
 * minutes one call asks what comes after that record. What comes, and is not above the position, passes it by.
 *
 * <p>A look that fails is no trouble of its own, for it may meet a record that was skipped: it is made again after twice the
 * time, at most a day. For the fetch thread only.
 */
final class PositionCheck {

    private static final Logger log = LoggerFactory.getLogger(PositionCheck.class);

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final PagePuller puller;
    private final Timing timing;
    private final OptionalLong lastLive;
    private OptionalLong newest = OptionalLong.empty();
    private boolean right;
    private Duration pause = EVERY;
    private Duration next;

    /**
     * Begins to check.
     *
     * @param lastLive seq of the corp's last live record in the raw topic, if there is one
     */
    PositionCheck(OptionalLong lastLive, PagePuller puller, Timing timing) {
        this.lastLive = lastLive;
        this.puller = puller;
        this.timing = timing;
        this.next = timing.elapsed();
    }

    /** A page after the position has records. */
    void arrived() {
        right = true;
    }

    /**
     * The page after the position is empty.
     *
     * @throws PassedOverException when records pass it by; also at each later call, as long as that is so
     */
    void caughtUp(Cursor position) throws InterruptedException {
        right = right || position.seq() <= lastLive.orElse(0);
        if (right || timing.elapsed().compareTo(next) < 0) {
            return;
        }
        try {
            look(position);
            pause = EVERY;
        } catch (SdkException | BrokenSequenceException e) {
            pause = pause.compareTo(LONGEST.dividedBy(2)) > 0 ? LONGEST : pause.multipliedBy(2);
        }
        next = timing.elapsed().plus(pause);
    }

    private void look(Cursor position) throws SdkException, InterruptedException {
        if (newest.isEmpty()) {
            newest = OptionalLong.of(newestUpTo(position.seq()));
            right = newest.getAsLong() == position.seq();
            if (!right) {
                log.info(
                        "the position, seq {}, is beyond the newest record that WeCom has, seq {}; the connector checks"
                                + " whether records pass it by",
                        position.seq(),
                        newest.getAsLong());
            }
            return;
        }
        OptionalLong passed = puller.firstAfter(newest.getAsLong());
        if (passed.isPresent() && passed.getAsLong() <= position.seq()) {
            throw new PassedOverException(sentence(position, passed.getAsLong()));
        }
    }

    /** The highest seq that WeCom has above the last live one and up to {@code seq}; without any, the last live one. */
    private long newestUpTo(long seq) throws SdkException, InterruptedException {
        long low = lastLive.orElse(0);
        long high = seq;
        while (low < high) {
            long middle = low + (high - low) / 2;
            OptionalLong found = puller.firstAfter(middle);
            if (found.isPresent() && found.getAsLong() <= seq) {
                low = found.getAsLong();
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String sentence(Cursor position, long passed) {
        return "new records of WeCom, seq " + passed
                + " first, pass this connector by, because it waits for what comes after"
                + " seq " + position.seq() + ": stop it, PATCH its offset in Kafka Connect with seq and high "
                + lastLive.orElse(0) + ", partition and caughtUp as they are, and resume it";
    }
}
