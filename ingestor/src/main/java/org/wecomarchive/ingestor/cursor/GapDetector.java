package org.wecomarchive.ingestor.cursor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.schemas.Gap;

/**
 * Finds the periods that WeCom has silently skipped.
 *
 * <p>WeCom drops a record after its retention and goes on with the next one without a word. If a page arrives and
 * {@link Cursor#caughtUp} is older than the retention, records may be missing, and a gap lists the period. From then on
 * the corp is behind. Pages that follow each other within a minute end no further gap, because each shows that WeCom
 * still served what it was asked for. Until a page is caught up, a further gap ends with every page that comes a minute
 * or more after the previous one, and with every page that comes a retention after the last gap. The gaps join without
 * a hole.
 *
 * <p>Thread-safe.
 */
public final class GapDetector {

    /** A worker that fails over takes less, and clocks of one site differ by less. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final String corpId;
    private final Duration retention;
    private final Clock clock;

    /**
     * What follows from a page.
     *
     * @param gap the gap that the page ends
     * @param cursor the cursor that the page was asked for with, its moments set to those that hold after the gap
     */
    public record Detection(Optional<Gap> gap, Cursor cursor) {}

    public GapDetector(String corpId, Duration retention, Clock clock) {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention must be positive: " + retention);
        }
        this.corpId = corpId;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * The cursor with moments that hold now. If no caught-up page is known, or its moment lies in the future because
     * the clock has jumped, everything older than the retention may be missing.
     */
    public Cursor asOfNow(Cursor cursor) {
        return asOf(Instant.ofEpochMilli(clock.millis()), cursor);
    }

    /** Up to when everything is known to be taken or listed: at least up to the retention before the last page. */
    public Instant accountedUpTo(Cursor cursor) {
        Cursor known = asOfNow(cursor);
        Instant listed = known.caughtUp().orElseThrow();
        return known.served().map(this::oldestOffered).filter(listed::isBefore).orElse(listed);
    }

    /**
     * What follows from a page that arrived.
     *
     * @param caughtUp when everything available had been taken, if the page shows such a moment
     * @param before the cursor that the page was asked for with
     * @param arrived when the page was received
     */
    public Detection detect(Page page, Optional<Instant> caughtUp, Cursor before, Instant arrived) {
        Cursor known = asOf(arrived, before);
        Optional<Gap> gap = hasGap(known, arrived) ? Optional.of(gap(page, known, arrived)) : Optional.empty();
        Cursor after = gap.map(Gap::getSilentTo).map(known::caughtUpAt).orElse(known);
        Cursor shown = caughtUp.filter(after.caughtUp().orElseThrow()::isBefore)
                .map(after::caughtUpAt)
                .orElse(after);
        return new Detection(gap, page.caughtUp() ? shown : shown.servedAt(arrived));
    }

    private Cursor asOf(Instant now, Cursor cursor) {
        Optional<Instant> served = cursor.served().map(moment -> earlier(moment, now));
        Optional<Instant> caughtUp = cursor.caughtUp();
        if (caughtUp.filter(now.plus(TOLERANCE)::isBefore).isPresent()) {
            return exposedSince(now, cursor);
        }
        if (caughtUp.isEmpty()) {
            return exposedSince(served.orElse(now), cursor);
        }
        Cursor bounded = cursor.caughtUpAt(earlier(caughtUp.get(), now));
        return served.map(bounded::servedAt).orElse(bounded);
    }

    private Cursor exposedSince(Instant moment, Cursor cursor) {
        return cursor.servedAt(moment).caughtUpAt(oldestOffered(moment));
    }

    private boolean hasGap(Cursor known, Instant arrived) {
        Instant listed = known.caughtUp().orElseThrow();
        Instant offered = oldestOffered(arrived);
        if (!listed.isBefore(offered)) {
            return false;
        }
        boolean followsAtOnce = known.served()
                .filter(served -> !oldestOffered(served).isBefore(listed))
                .filter(served -> !served.plus(TOLERANCE).isBefore(arrived))
                .isPresent();
        return !followsAtOnce || listed.plus(retention).isBefore(offered);
    }

    private Gap gap(Page page, Cursor known, Instant arrived) {
        return Gap.newBuilder()
                .setCorpId(corpId)
                .setSilentFrom(known.caughtUp().orElseThrow())
                .setSilentTo(oldestOffered(arrived))
                .setSeqBefore(known.seq())
                .setFirstSeqAfter(page.caughtUp() ? null : page.firstSeq().getAsLong())
                .setDetectedAt(arrived)
                .build();
    }

    /** When the oldest record was sent that WeCom still offers at {@code moment}. */
    private Instant oldestOffered(Instant moment) {
        Instant oldest = moment.minus(retention);
        return oldest.isBefore(Instant.EPOCH) ? Instant.EPOCH : oldest;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
