package org.wecomarchive.ingestor.silence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.wecomarchive.ingestor.cursor.Cursor;
import org.wecomarchive.ingestor.page.Page;
import org.wecomarchive.schemas.Gap;

/**
 * Finds the periods that WeCom has silently skipped.
 *
 * <p>WeCom keeps a record for its retention only and goes on behind the dropped ones without a word. So whenever a page
 * arrives and the last caught-up page is older than that, records may be missing.
 */
public final class SilenceWatch {

    private final String corpId;
    private final Duration retention;

    public SilenceWatch(String corpId, Duration retention) {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention must be positive: " + retention);
        }
        this.corpId = corpId;
        this.retention = retention;
    }

    /**
     * The gap that {@code page} ends.
     *
     * @param before the cursor that the page was asked for with
     * @param arrived when the page was received
     */
    public Optional<Gap> endedBy(Page page, Cursor before, Instant arrived) {
        Instant offeredSince = arrived.minus(retention);
        return before.caughtUp().filter(offeredSince::isAfter).map(silentFrom -> Gap.newBuilder()
                .setCorpId(corpId)
                .setSilentFrom(silentFrom)
                .setSilentTo(offeredSince)
                .setSeqBefore(before.seq())
                .setFirstSeqAfter(page.caughtUp() ? null : page.firstSeq().getAsLong())
                .setDetectedAt(arrived)
                .build());
    }
}
