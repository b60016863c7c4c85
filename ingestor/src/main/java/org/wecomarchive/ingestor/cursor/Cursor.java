package org.wecomarchive.ingestor.cursor;

import java.time.Instant;
import java.util.Optional;
import org.wecomarchive.schemas.Delivery;

/**
 * How far a corp's archive has been taken: what travels with every source record and is committed with it.
 *
 * @param seq last seq taken, at least 0; the next page is asked for with it
 * @param high highest seq ever taken, at least {@code seq}: anything at or below it was published before
 * @param partition partition of the raw topic that holds the corp
 * @param caughtUpMs last time the silence was over, milliseconds since the epoch, {@link #NEVER} when there was none: a
 *     caught-up page, or the record of a gap, after which the count starts anew
 */
public record Cursor(long seq, long high, int partition, long caughtUpMs) {

    /** Nothing is known about a caught-up page. */
    public static final long NEVER = -1;

    public Cursor {
        if (seq < 0 || high < seq) {
            throw new IllegalArgumentException("0 <= seq <= high must hold: seq " + seq + ", high " + high);
        }
        if (partition < 0) {
            throw new IllegalArgumentException("partition must not be negative: " + partition);
        }
        if (caughtUpMs < NEVER) {
            throw new IllegalArgumentException("caughtUp must not be before the epoch: " + caughtUpMs);
        }
    }

    /** The cursor once the record with {@code taken}, which is beyond {@link #seq}, has been taken. */
    public Cursor advancedTo(long taken) {
        if (taken <= seq) {
            throw new IllegalArgumentException("seq must rise: " + taken + " after " + seq);
        }
        return new Cursor(taken, Math.max(high, taken), partition, caughtUpMs);
    }

    /** The same position with the silence over at {@code moment}. */
    public Cursor caughtUpAt(Instant moment) {
        return new Cursor(seq, high, partition, moment.toEpochMilli());
    }

    /** When the silence was last over. */
    public Optional<Instant> caughtUp() {
        return caughtUpMs == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(caughtUpMs));
    }

    /** How the record with {@code taken} counts: for the first time, or once more after a rewind. */
    public Delivery deliveryOf(long taken) {
        return taken > high ? Delivery.LIVE : Delivery.REPLAYED;
    }
}
