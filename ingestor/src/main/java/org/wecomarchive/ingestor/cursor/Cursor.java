package org.wecomarchive.ingestor.cursor;

import java.time.Instant;
import java.util.Optional;
import org.wecomarchive.schemas.Delivery;

/**
 * How far a corp's archive has been taken. It travels with every source record and is committed with it.
 *
 * @param seq last seq taken, at least 0; the next page is asked for with it
 * @param high highest seq ever taken, at least {@code seq}: anything at or below it was published before
 * @param partition partition of the raw topic that holds the corp
 * @param caughtUpMs everything sent before this moment was taken or is listed as a gap: the last caught-up page, or the
 *     end of the last gap; milliseconds since the epoch, {@link #NEVER} if unknown
 * @param servedMs when the last page with records arrived or, before the first one, when pulling began; milliseconds
 *     since the epoch, {@link #NEVER} if unknown
 */
public record Cursor(long seq, long high, int partition, long caughtUpMs, long servedMs) {

    /** A moment that is not known. */
    public static final long NEVER = -1;

    public Cursor {
        if (seq < 0 || high < seq) {
            throw new IllegalArgumentException("0 <= seq <= high must hold: seq " + seq + ", high " + high);
        }
        if (partition < 0) {
            throw new IllegalArgumentException("partition must not be negative: " + partition);
        }
        if (caughtUpMs < NEVER || servedMs < NEVER) {
            throw new IllegalArgumentException(
                    "moments must not be before the epoch: caughtUp " + caughtUpMs + ", served " + servedMs);
        }
    }

    /** A cursor that does not know when a page was served. */
    public Cursor(long seq, long high, int partition, long caughtUpMs) {
        this(seq, high, partition, caughtUpMs, NEVER);
    }

    /** The cursor once the record with {@code taken}, which is beyond {@link #seq}, has been taken. */
    public Cursor advancedTo(long taken) {
        if (taken <= seq) {
            throw new IllegalArgumentException("seq must rise: " + taken + " after " + seq);
        }
        return new Cursor(taken, Math.max(high, taken), partition, caughtUpMs, servedMs);
    }

    /**
     * The same position with the corp's last live record in the raw topic taken into account: its partition is the
     * corp's, and {@link #high} is at least its seq.
     */
    public Cursor notBehind(LastRecord last) {
        return new Cursor(seq, Math.max(high, last.seq()), last.partition(), caughtUpMs, servedMs);
    }

    /** The same position with everything sent before {@code moment} taken or listed. */
    public Cursor caughtUpAt(Instant moment) {
        return new Cursor(seq, high, partition, moment.toEpochMilli(), servedMs);
    }

    /** The same position with the last page served at {@code moment}. */
    public Cursor servedAt(Instant moment) {
        return new Cursor(seq, high, partition, caughtUpMs, moment.toEpochMilli());
    }

    /** Everything sent before it was taken or is listed as a gap. */
    public Optional<Instant> caughtUp() {
        return moment(caughtUpMs);
    }

    /** When the last page with records arrived or, before the first one, when pulling began. */
    public Optional<Instant> served() {
        return moment(servedMs);
    }

    /** Delivery of the record with seq {@code taken}: live, or replayed after a rewind. */
    public Delivery deliveryOf(long taken) {
        return taken > high ? Delivery.LIVE : Delivery.REPLAYED;
    }

    private static Optional<Instant> moment(long ms) {
        return ms == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
    }
}
