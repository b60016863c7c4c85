package org.wecomarchive.ingestor.page;

import java.time.Instant;

/**
 * A page that arrived, and its request.
 *
 * @param limit most records that were asked for
 * @param asked when the call was made
 */
public record FetchedPage(Page page, int limit, Instant asked) {

    /** Whether it has records, but less than half of those that were asked for. */
    public boolean isShort() {
        return !page.caughtUp() && 2L * (page.records().size() + page.duplicates()) < limit;
    }
}
